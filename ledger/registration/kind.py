"""党建信息登记: Tables 1–3 as one filing."""

import copy
from dataclasses import dataclass

from accounts.enums import Role
from filings.documents import cells, empty_document, set_cell
from filings.enums import Level, Purpose
from filings.fields.base import CONFIRMED
from filings.fields.dates import PartialDate, age_at
from filings.findings import Checked, Finding
from filings.kinds import Group, Kind, Section
from ledger.registration import posting
from ledger.registration.rules import advice_for, cross_findings
from ledger.registration.schemas import ROW_SCHEMAS, read
from members.fields import BirthMonthField
from members.grids import TABLE_2, TABLE_3
from members.rules import full_members
from members.schemas import CadreSchema, CouncilSchema, HeadSchema
from partyorgs.enums import Advice, OrgKind
from partyorgs.grids import TABLE_1
from partyorgs.models import FIGURES
from partyorgs.queries import society_facts
from partyorgs.rules import declared_kinds
from partyorgs.schemas import LeaderSchema, OrganizationSchema, Table1Schema
from societies.codes import region_name

SECTIONS = (
    Section(
        slug="table1",
        title="表1　学会党建信息",
        short_title="表1 学会党建信息",
        schema=Table1Schema,
        cells=(
            "society",
            "support_unit",
            "place",
            *FIGURES,
        ),
        groups=(
            Group(
                "heads",
                "学会负责人",
                HeadSchema,
                layout="sheet",
                add_label="添加一位负责人",
                folded=("political_status", "inner_outer_posts", "contact"),
                same_by=("contact", "birth_month"),
            ),
        ),
    ),
    Section(
        slug="organizations",
        title="党组织",
        short_title="党组织",
        schema=Table1Schema,
        cells=("no_org_reason", "no_org_reason_code"),
        groups=(
            Group(
                "organizations",
                "党组织",
                OrganizationSchema,
                add_label="添加一个党组织",
                unit="个",
                title="party_org_type",
                folded=("org_established", "party_org_superior"),
                stays=True,
            ),
            Group(
                "party_leaders",
                "党组织书记",
                LeaderSchema,
                layout="sheet",
                add_label="添加一位书记（组长）",
                folded=("administrative_post", "appointed_on", "contact"),
                same_by=("contact", "birth_month"),
            ),
        ),
    ),
    Section(
        slug="table2",
        title="表2　秘书处专兼职干部党员",
        short_title="表2 秘书处党员",
        schema=Table1Schema,
        cells=("no_cadres",),
        groups=(
            Group(
                "cadres",
                "秘书处专兼职干部党员",
                CadreSchema,
                add_label="添加一人",
                empty_cell="no_cadres",
                folded=("post", "party_status", "employment"),
                same_by=("mobile", "birth_month"),
            ),
        ),
    ),
    Section(
        slug="table3",
        title="表3　理事会党员",
        short_title="表3 理事会党员",
        schema=Table1Schema,
        cells=("no_council_members",),
        groups=(
            Group(
                "council",
                "理事会党员",
                CouncilSchema,
                layout="sheet",
                add_label="添加一行",
                empty_cell="no_council_members",
                folded=("sex", "society_post", "party_status"),
                same_by=("phone",),
            ),
        ),
    ),
)


@dataclass
class Registration(Kind):
    """The registration of a cycle: read by the schemas, checked by the rules, posted at
    approval."""

    def blank(self, society):
        document = empty_document(ROW_SCHEMAS)
        document["cells"].update(
            society=society.name,
            support_unit=society.support_unit.name if society.support_unit else "",
            place=region_name(society.place_code),
        )
        return document

    def start(self, society):
        document = self.ledger_document(society)
        if document is None:
            return self.blank(society)
        for row in document["rows"]["heads"] + document["rows"]["party_leaders"]:
            row["age"] = ""  # was true on another day; a month of birth stays
        return document

    def check(self, document, *, society, cycle, on):
        bound = read(document, society=society, on=on)
        values = bound.values()
        return Checked(
            findings=[*bound.findings(), *cross_findings(values, cycle=cycle, on=on)],
            normalize=bound.normalized,
            values=values,
            summary=summarize(values, cycle=cycle),
        )

    def advice(self, document, checked, *, society, cycle):
        advice = advice_for(checked.values, cycle=cycle)
        if advice is None:
            return Finding(
                rule="advice",
                level=Level.QUESTION,
                message="秘书处有没有党员？填写表2，或勾选“秘书处没有党员”，"
                "这里就会说明应当怎样建立党组织。",
                paths=("cadres",),
                articles=("article-3",),
            )
        return Finding(
            rule="advice",
            level=Level.OK,
            message=advice_sentence(advice, checked.values["rows"]["cadres"], society),
            paths=("cadres",),
            articles=("article-3",),
        )

    def printed(self, normalized, *, cycle):
        return without_marks(with_ages(normalized, on=cycle.reporting_date))

    def summary_texts(self, filing):
        declared = "、".join(OrgKind(k).label for k in filing.declared.split("+") if k in OrgKind)
        return declared or "未建立", Advice(filing.advised).label if filing.advised else ""

    def facts(self, filing, *, on):
        return society_facts(filing.society, on=on, advised=filing.advised)

    def ledger_document(self, society):
        return posting.ledger_document(society)

    def effects(self, version, *, on):
        return posting.effects(version, on=on)

    def decisions(self, version, values=None):
        return posting.decisions(version, values)

    def post(self, version, *, values, by, on, choices):
        posting.post(version, values=values, by=by, on=on, choices=choices)


def advice_sentence(advice: Advice, cadres, society) -> str:
    """Article 3 in one sentence for this society."""
    full = full_members(cadres)
    probationary = len(cadres) - full
    unit = f"（{society.support_unit.name}）" if society.support_unit else ""
    aside = f"预备党员 {probationary} 人不计入。" if probationary else ""
    if advice == Advice.INDEPENDENT_BRANCH:
        return f"秘书处有正式党员 {full} 人，可向支撑单位{unit}党组织申请建立独立党支部。{aside}"
    if advice == Advice.JOINT_BRANCH:
        return (
            f"秘书处有正式党员 {full} 人，不满 3 人，可本着就近就便原则向支撑单位{unit}党组织"
            f"申请建立联合党支部。{aside}"
        )
    return (
        "秘书处暂没有党员，可由省科技社团党委选派党建联络员，"
        "直至条件成熟时组建联合党支部或建立独立党支部。"
    )


def with_ages(normalized: dict, *, on) -> dict:
    """Table 1 asks ages, where the month of birth is known it says them: at the reporting date."""
    document = copy.deepcopy(normalized)
    for group in ("heads", "party_leaders"):
        for row in document["rows"].get(group, []):
            born = BirthMonthField(required=False).read(row.get("birth_month", ""))
            if born.kind == "ok" and born.value:
                row["age"] = str(age_at(PartialDate.parse(born.value), on))
    return document


def without_marks(document: dict) -> dict:
    """On paper a text that was confirmed as meant stands without the mark that says so."""
    for path, text in list(cells(document)):
        if text.endswith(CONFIRMED):
            set_cell(document, path, text.removesuffix(CONFIRMED))
    return document


def summarize(values, *, cycle) -> dict:
    """The indexed columns of the filing that queue and counts read."""
    kinds = declared_kinds(values["rows"]["organizations"])
    advice = advice_for(values, cycle=cycle)
    branches = [kind for kind in kinds if kind in Advice.values]
    return {
        "declared": "+".join(kinds) or "none",
        "advised": advice or "",
        "differs": bool(branches) and advice is not None and advice.value not in branches,
        "full_members": full_members(values["rows"]["cadres"]),
    }


REGISTRATION = Registration(
    code="registration",
    label="党建信息登记（表1—表3）",
    decides=Role.REVIEWER,
    posts_tables=True,
    sections=SECTIONS,
    tables=(TABLE_1, TABLE_2, TABLE_3),
    society_cell="society",
    files=(Purpose.STAMPED,),
)
