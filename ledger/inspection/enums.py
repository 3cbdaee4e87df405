"""Words of the annual inspection: what is looked at, what comes out, at which step a society is."""

from django.db import models


class Indicator(models.TextChoices):
    """What an inspection looks at, in the order of the pages."""

    ESTABLISHED = "established", "按时建立党组织"
    FILED = "filed", "按时填报台账"
    APPROVED = "approved", "台账在检查日已批准"
    CHARTER = "charter", "党建工作写入章程"
    COUNCIL_GROUP = "council_group", "理事会建立功能型党小组"
    MEMBER_DATA = "member_data", "党员信息完整"
    RECTIFIED = "rectified", "须整改的已经整改"

    @property
    def article(self) -> str:
        """Anchor in the directive (filings.findings.article_link)."""
        return ARTICLES[self]


ARTICLES = {
    Indicator.ESTABLISHED: "note-1",
    Indicator.FILED: "note-1",
    Indicator.APPROVED: "article-5",
    Indicator.CHARTER: "article-6",
    Indicator.COUNCIL_GROUP: "article-2",
    Indicator.MEMBER_DATA: "article-5",
    Indicator.RECTIFIED: "note-3",
}


class Outcome(models.TextChoices):
    """What the ledger says of one indicator on a day."""

    PASSED = "passed", "符合"
    FAILED = "failed", "不符合"
    NOT_APPLICABLE = "not_applicable", "不适用"
    MISSING = "missing", "缺证据"


class Grade(models.TextChoices):
    """The result of an inspection. Pending is only ever proposed, never signed."""

    PASSED = "passed", "合格"
    BASIC = "basic", "基本合格"
    FAILED = "failed", "不合格"
    PENDING = "pending", "待定"


BENIGN = (Grade.PASSED, Grade.BASIC)  # no penalty follows
SIGNABLE = (*BENIGN, Grade.FAILED)


class Step(models.TextChoices):
    """How far a proposal is."""

    PROPOSED = "proposed", "已建议"
    NOTICED = "noticed", "已告知"
    SIGNED = "signed", "已签发"


# In codes/penalties.csv: the penalty that is the signed result itself, no row of its own (note 3).
INSPECTION_FAILED = "inspection_failed"
