"""Articles 2, 3 and Table 1 as plain functions on clean values. Each gives findings, never a
change."""

import datetime as dt
import re

from filings.enums import Level
from filings.findings import Finding
from partyorgs.enums import Advice, OrgKind

# '一般由党员理事长、副理事长或秘书长担任' (article 2); some societies say 会长.
GROUP_LEADER_POSTS = re.compile(r"理事长|会长|(?<!副)秘书长")


def advise(*, full_members: int, members: int, threshold: int = 3) -> Advice:
    """Article 3: three or more full members in the secretariat → independent branch; fewer, but
    some member (probationary ones too) → joint branch; no member at all → liaison officer."""
    if full_members >= threshold:
        return Advice.INDEPENDENT_BRANCH
    if members:
        return Advice.JOINT_BRANCH
    return Advice.LIAISON_OFFICER


def liaison_outlived(advice: str) -> str:
    """Why a liaison officer has done their part (article 3: 直至条件成熟时), by today's advice;
    '' where nothing else is."""
    if advice not in (Advice.INDEPENDENT_BRANCH, Advice.JOINT_BRANCH):
        return ""
    return f"秘书处已有党员，可建{Advice(advice).label}（第3条）"


def declared_kinds(organizations: list[dict]) -> list[str]:
    """Kinds of the declared organizations, branch first as the paper prints them."""
    order = list(OrgKind.values)
    kinds = {row["party_org_type"] for row in organizations if row.get("party_org_type") in order}
    return sorted(kinds, key=order.index)


def real_organizations(organizations: list[dict]) -> list[dict]:
    """Rows that name an organization; '未建立' and '党建联络员' are none."""
    return [row for row in organizations if row.get("party_org_type") in OrgKind.values]


def established_day(established, approval, *, deadline: dt.date) -> dt.date | None:
    """The day on which an organization counts as established; None where the person must be asked.

    A typed day decides; else the approval document's date if it lies in that month; else the
    month's last day, except in a deadline's month, where the day decides about 'in time' (note 1).
    """
    if established.day:
        return established.first_day
    if approval and (approval.year, approval.month) == (established.year, established.month):
        return approval.first_day
    if (established.year, established.month) == (deadline.year, deadline.month):
        return None
    return established.last_day


def declared_against_advised(kinds, advice: Advice, *, full_members: int, members: int, path: str):
    """Article 3: a warning where the filing declares another branch than advised. A functional
    group stands beside the secretariat's organization and is not compared."""
    branches = [kind for kind in kinds if kind != OrgKind.FUNCTIONAL_GROUP]
    if not branches or advice.value in branches:
        return None
    declared = "、".join(OrgKind(kind).label for kind in branches)
    return Finding(
        rule="declared_against_advised",
        level=Level.WARNING,
        message=(
            f"申报{declared}；秘书处有党员 {members} 人，其中正式党员 {full_members} 人，"
            f"按第3条建议{advice.label}。"
        ),
        paths=(path,),
        articles=("article-3",),
    )


def organization_has_date(row: dict, path: str) -> Finding | None:
    """Table 1: an organization is given if and only if its date is given."""
    has_kind = row.get("party_org_type") in OrgKind.values
    has_date = bool(row.get("org_established"))
    if has_kind == has_date:
        return None
    message, cell = (
        ("已填党组织类型，请填写建立党组织时间。", "org_established")
        if has_kind
        else ("已填建立党组织时间，请填写党组织类型。", "party_org_type")
    )
    return _table1("organization_has_date", message, f"{path}/{cell}")


def established_in_future(row: dict, path: str, *, on: dt.date) -> Finding | None:
    """Dates are not in the future: an organization is a fact, not a plan."""
    established = row.get("org_established")
    if not established or established.first_day <= on:
        return None
    return _table1(
        "established_in_future",
        f"建立党组织时间{established.text}晚于今天（{on:%Y年%-m月%-d日}）；"
        "计划中的党组织请在“未建党组织原因”中说明。",
        f"{path}/org_established",
    )


def established_day_needed(row: dict, path: str, *, deadline: dt.date) -> Finding | None:
    """In the deadline's month the day decides whether it was in time (note 1): it is asked for."""
    established = row.get("org_established")
    if not established or row.get("party_org_type") not in OrgKind.values:
        return None
    if established_day(established, row.get("approval_date"), deadline=deadline):
        return None
    return Finding(
        rule="established_day_needed",
        level=Level.ERROR,
        message=(
            f"{established.text}是截止日期所在的月份，请填写到日，如 {deadline:%Y年%-m月%-d日}。"
        ),
        paths=(f"{path}/org_established",),
        articles=("note-1",),
    )


def reason_without_organization(cells: dict, organizations: list[dict]) -> Finding | None:
    """Table 1: neither organization nor date → a reason is required. A reason beside a functional
    group alone is allowed; beside a branch it contradicts."""
    kinds = declared_kinds(organizations)
    reason = cells.get("no_org_reason") or cells.get("no_org_reason_code")
    if not kinds and not reason:
        message = "没有党组织的，请填写未建党组织原因。"
        return _table1("reason_without_organization", message, "no_org_reason")
    branches = [kind for kind in kinds if kind != OrgKind.FUNCTIONAL_GROUP]
    if branches and reason:
        message = f"已填{OrgKind(branches[0]).label}，又填了未建党组织原因，请删去其中一项。"
        return _table1("reason_beside_branch", message, "no_org_reason")
    return None


def full_time_within_staff(cells: dict) -> Finding | None:
    """Table 1: full-time staff are part of all staff."""
    staff, full_time = cells.get("staff_count"), cells.get("full_time_staff")
    if staff is None or full_time is None or full_time <= staff:
        return None
    return _table1(
        "full_time_within_staff",
        f"专职人员数（{full_time}）不能多于工作人员总数（{staff}）。",
        "full_time_staff",
        "staff_count",
    )


def activists_are_not_members(cells: dict, *, cadres: int) -> Finding | None:
    """Table 1: activists of the staff are not members; both together are not more than the
    staff."""
    staff, activists = cells.get("staff_count"), cells.get("activist_count")
    if staff is None or activists is None or activists + cadres <= staff:
        return None
    return _table1(
        "activists_are_not_members",
        f"党的积极分子（{activists}）不是党员，与表2的党员（{cadres}）"
        f"合计 {activists + cadres} 人，多于工作人员总数（{staff}）。",
        "activist_count",
        "staff_count",
    )


def members_counted(cells: dict, *, counted: int) -> Finding | None:
    """Tables 1–3: 党员总数 is the number of people in Tables 2 and 3, each once (2017)."""
    declared = cells.get("party_member_count")
    if declared is None or declared == counted:
        return None
    return Finding(
        rule="members_counted",
        level=Level.WARNING,
        message=f"表1“党员总数”填 {declared} 人，表2、表3 合计 {counted} 人（同一人只计一次）。",
        paths=("party_member_count",),
        articles=("table-1",),
    )


def group_has_members(row: dict, path: str, *, council_members: int, minimum: int = 3):
    """Article 2: a functional group has at least three people; they stand in Table 3."""
    if row.get("party_org_type") != OrgKind.FUNCTIONAL_GROUP or council_members >= minimum:
        return None
    return Finding(
        rule="group_has_members",
        level=Level.WARNING,
        message=f"功能型党小组最少由 {minimum} 人组成，表3 只有党员 {council_members} 人。",
        paths=(f"{path}/party_org_type",),
        articles=("article-2",),
    )


def group_has_resolution(row: dict, path: str) -> Finding | None:
    """Article 2: a functional group is decided by the council and approved by the committee."""
    if row.get("party_org_type") != OrgKind.FUNCTIONAL_GROUP:
        return None
    missing = [
        label
        for name, label in (
            ("council_resolution", "理事会决议"),
            ("approval_document", "省科技社团党委批准文件"),
        )
        if not row.get(name)
    ]
    if not missing:
        return None
    return Finding(
        rule="group_has_resolution",
        level=Level.WARNING,
        message=f"功能型党小组须经理事会研究决定，并报省科技社团党委批准；未填{'、'.join(missing)}。",
        paths=(f"{path}/party_org_type",),
        articles=("article-2",),
    )


def group_leader_post(leader: dict, path: str) -> Finding | None:
    """Article 2: the leader is as a rule president, vice-president or secretary-general."""
    post = leader.get("administrative_post") or ""
    if not post or GROUP_LEADER_POSTS.search(post):
        return None
    return Finding(
        rule="group_leader_post",
        level=Level.WARNING,
        message=f"党小组组长一般由党员理事长、副理事长或秘书长担任，这里是“{post}”。",
        paths=(f"{path}/administrative_post",),
        articles=("article-2",),
    )


def organization_has_leader(kinds: list[str], leaders: list[dict]) -> list[Finding]:
    """Table 1: each organization names its secretary (group leader); no organization, no leader."""
    if not kinds:
        return [
            _table1(
                "leader_without_organization",
                f"没有党组织，却填写了党组织书记“{leader.get('name') or ''}”。",
                f"party_leaders/{leader['key']}/name",
            )
            for leader in leaders
        ]
    led = {leader.get("organization") or None for leader in leaders}
    if len(kinds) == 1 and None in led:
        return []
    return [
        _table1(
            "organization_has_leader",
            f"请填写{OrgKind(kind).label}的{_leader_title(kind)}。",
            "party_leaders",
        )
        for kind in kinds
        if kind not in led
    ]


def _leader_title(kind: str) -> str:
    return "组长" if kind == OrgKind.FUNCTIONAL_GROUP else "书记"


def _table1(rule, message, *paths) -> Finding:
    return Finding(
        rule=rule, level=Level.ERROR, message=message, paths=paths, articles=("table-1",)
    )
