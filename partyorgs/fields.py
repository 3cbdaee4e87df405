"""The cells of Table 1 that are about the Party organization itself."""

import re

from filings.fields.base import CellContext, Reading, ask, choice, ok
from filings.fields.coded import CodedField
from filings.fields.dates import PartialDate
from filings.fields.months import DateField
from filings.fields.normalize import shown, squeeze
from societies import codes

PARTY_FOUNDED = PartialDate(1921, 7)
_NONE = re.compile(
    r"(目前|暂时?|尚|还|现)*(未|无|没有?)(曾|能)?(建立?|成立|组建|设立?|设置)?(党的?)?(组织|支部|小组|党委)?"
)
_PREPARING = re.compile(
    r"筹[建备]|筹$|待[建批审定]|报批|审批中|申请|组建中|正在|准备|批复中|拟建?$|规划"
)
_PLAN = re.compile(r"拟|计划|预计|将[于在]?|争取|准备|打算|力争|预期|以?前完成|待.*后")


class EstablishedField(DateField):
    """建立党组织时间, by month or day. Words for 'not established' are an empty cell."""

    what = "建立党组织时间"
    example = "2017年9月"
    keeps_day = True
    idle = re.compile(
        r"(建立|成立|组建|设立)(党组织|党支部|党小组)?(日期|时间)?[:：]?(于|在)?|^于|(功能型|独立|联合|临时)?(党支部|党小组|党组织)|\(公历\)"
    )

    def understand(self, text: str, context: CellContext) -> Reading:
        plain = squeeze(text)
        has_date = bool(re.search(r"[\d〇○一二三四五六七八九十]{1,4}[年月.]", plain))
        if _PLAN.search(plain) and (has_date or re.search(r"年|月|[底末]", plain)):
            return self.refuse(text, "是计划，还没有建立；请留空，并在“未建党组织原因”中说明")
        if not has_date and _NONE.fullmatch(plain.strip("。.，,（）()")):
            return ok("")
        if not has_date and _PREPARING.search(plain):
            none = (
                []
                if self.required
                else [choice("", "未建立", "还没有建立（原因填在“未建党组织原因”）")]
            )
            return ask(f"“{shown(text)}”是还没有建立党组织吗？", none)
        return super().understand(text, context)

    def trouble(self, date, context):
        if date < PARTY_FOUNDED:
            return "早于建党的 1921 年 7 月"
        return super().trouble(date, context)


class PartyOrgTypeField(CodedField):
    """党组织类型. 党支部 may be independent or joint; 党委 and 党总支 may be the support unit's."""

    what = "党组织类型"
    example = "独立党支部"
    labels = ("党组织类型", "类型")
    blank_marks = False
    _others = re.compile(
        r"工会|妇联|共青团|团支部|团委|团总支|民主党派|民[革盟建进]|九三|致公|农工|台盟|行政|理事会$|监事会"
    )

    def table(self):
        return codes.party_org_types()

    def understand(self, text, context):
        if not re.search(r"[^\W_]", text):
            return self.ask_rows(
                text, [self.table()["none"]], message=f"“{shown(text)}”是没有建立党组织吗？"
            )
        if self._others.search(text):
            return self.refuse(text, "不是党组织")
        return super().understand(text, context)

    def whole(self, plain, text):
        rows = self.table().asked.get(codes.fold(plain), ())
        if len(rows) > 1:
            question = "是独立党支部，还是联合党支部？"
        elif rows and rows[0].code in ("party_committee", "general_branch"):
            question = "是学会自己的，还是支撑单位的？支撑单位的请填在“党组织关系隶属”。"
        else:
            return super().whole(plain, text)
        return self.ask_rows(text, rows, message=f"“{shown(text)}”{question}")

    def special(self, plain, text):
        """党组 leads an institution; it is no primary-level organization."""
        if plain.endswith(("党组", "党工委")):
            return self.refuse(text, "不是基层党组织")
        return None

    def within(self, plain, text):
        """A body named with its unit: only the kind of body is told."""
        for kind in ("联合党支部", "独立党支部", "党小组", "党总支", "党委", "支部"):
            if plain.endswith(kind):
                return self.ask_rows(text, self.table().known[codes.fold(kind)])
        return super().within(plain, text)

    def ask_rows(self, text, rows, *, propose=True, message=""):
        return super().ask_rows(text, rows, propose=propose and len(rows) == 1, message=message)

    def misspelt(self, plain, text):
        return None if plain.endswith("党组") else super().misspelt(plain, text)


class NoOrgReasonField(CodedField):
    """未建党组织原因（类别）, an addition of the system: chosen from a list."""

    what = "未建党组织原因的类别"
    example = "秘书处正式党员不足3人"

    def table(self):
        return codes.no_org_reasons()
