"""Table 1 as a grid: the directive gives labels, order and units; spans and widths are
reconstructed."""

from filings.papers.grid import Addition, Additions, Label, Row, Table, Value
from partyorgs.enums import OrgKind


def _last(kind: str) -> bool:
    return kind == OrgKind.FUNCTIONAL_GROUP.label


def organization_order(row: dict) -> bool:
    """Table 1 has one cell where a society may have two organizations: the branch is printed
    first."""
    return _last(row.get("party_org_type", ""))


def leader_order(row: dict) -> bool:
    """Leaders in the order of the organizations that they lead."""
    return _last(row.get("organization", ""))


def _head_row(group: str, *names: str) -> Row:
    return Row(14, tuple(Value(f"{group}/*/{name}") for name in names))


TABLE_1 = Table(
    name="table1",
    title="表1. 吉林省科协所属学会党建信息表",
    columns=(17.5, 12, 8.5, 13.5, 13.5, 15.5, 19.5),
    order={"organizations": organization_order, "party_leaders": leader_order},
    rows=(
        Row(14, (Label("学会名称\n（盖章）"), Value("society", colspan=6, seal=True))),
        Row(14, (Label("支撑单位\n名称"), Value("support_unit", colspan=6))),
        Row(
            14,
            (
                Label("建立党组织\n时间"),
                Value("organizations/*/org_established", colspan=3),
                Label("党组织\n类型"),
                Value("organizations/*/party_org_type", colspan=2),
            ),
        ),
        Row(
            14,
            (
                Label("学会所在地"),
                Value("place", colspan=3),
                Label("党组织\n关系隶属"),
                Value("organizations/*/party_org_superior", colspan=2),
            ),
        ),
        Row(
            14,
            (
                Label("党组织\n工作经费"),
                Value("organizations/*/party_work_funds", colspan=3, unit="元/年"),
                Label("党组织\n活动场所"),
                Value("organizations/*/party_venue_area", colspan=2, unit="平方米"),
            ),
        ),
        Row(
            14,
            (
                Label("工作人员\n总数"),
                Value("staff_count", colspan=2, unit="人"),
                Label("专职\n人员数"),
                Value("full_time_staff", unit="人"),
                Label("下辖\n党支部"),
                Value("subordinate_branches", unit="个"),
            ),
        ),
        Row(
            14,
            (
                Label("党员总数"),
                Value("party_member_count", colspan=2, unit="人"),
                Label("党的积极\n分子数量"),
                Value("activist_count", unit="人"),
                Label("党务干部\n数量"),
                Value("party_affairs_cadre_count", unit="人"),
            ),
        ),
        Row(
            11,
            (
                Label("学会负责人", rowspan=2),
                Label("姓名"),
                Label("年龄"),
                Label("学历"),
                Label("政治面貌"),
                Label("党内外职务"),
                Label("联系方式"),
            ),
        ),
        _head_row(
            "heads", "name", "age", "education", "political_status", "inner_outer_posts", "contact"
        ),
        Row(
            11,
            (
                Label("党组织书记", rowspan=2),
                Label("姓名"),
                Label("年龄"),
                Label("学历"),
                Label("任职时间"),
                Label("行政职务"),
                Label("联系方式"),
            ),
        ),
        _head_row(
            "party_leaders",
            "name",
            "age",
            "education",
            "appointed_on",
            "administrative_post",
            "contact",
        ),
        Row(30, (Label("未建党组织\n原因"), Value("no_org_reason", colspan=6, tall=True))),
    ),
    additions=(
        Additions(
            group="organizations",
            lead="organizations/*/party_org_type",
            cells=(
                Addition("批准文件", "organizations/*/approval_document"),
                Addition("批准日期", "organizations/*/approval_date"),
                Addition("联合单位", "organizations/*/member_units"),
                Addition("理事会决议", "organizations/*/council_resolution"),
            ),
        ),
        Additions(
            group="heads",
            title="学会负责人",
            lead="heads/*/name",
            cells=(Addition("出生日期", "heads/*/birth_month"),),
        ),
        Additions(
            group="party_leaders",
            title="党组织书记（组长）",
            lead="party_leaders/*/name",
            cells=(
                Addition("所属党组织类型", "party_leaders/*/organization"),
                Addition("出生日期", "party_leaders/*/birth_month"),
            ),
        ),
        Additions(cells=(Addition("未建党组织原因（类别）", "no_org_reason_code"),)),
    ),
)
