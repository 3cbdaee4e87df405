"""Rates and goals in whole numbers (article 4), and what an uncovered society waits for (articles
2, 3). Pure."""

from ledger.coverage.enums import Gap
from societies.codes import no_org_reasons

NO_RATE = "—"


def rate(numerator: int, denominator: int) -> str:
    """The percentage with one decimal, cut, never rounded up; '—' where there is no denominator."""
    if denominator == 0:
        return NO_RATE
    return tenths_text(1000 * numerator // denominator)


def tenths_text(tenths: int) -> str:
    """125 → '12.5'."""
    return f"{tenths // 10}.{tenths % 10}"


def share(numerator: int, denominator: int) -> str:
    """A length in a chart: per cent with two decimals, cut; '0.00' where there is no
    denominator."""
    hundredths = 10_000 * numerator // denominator if denominator else 0
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def is_reached(numerator: int, denominator: int, goal: int) -> bool:
    """Whether a coverage reaches `goal` per cent (article 4); never without a denominator."""
    return denominator > 0 and 100 * numerator >= goal * denominator


def needed(denominator: int, goal: int) -> int:
    """The least numerator that reaches the goal."""
    return -(-goal * denominator // 100)


def missing(numerator: int, denominator: int, goal: int) -> int:
    """How many more societies reach the goal; 0 where it is reached."""
    return max(0, needed(denominator, goal) - numerator)


# Codes of no_org_reasons.csv: what an uncovered society waits for.
SUPPORT_UNIT_REASONS = ("support_not_approved", "support_changed")
INDIVIDUAL_REASONS = ("preparing", "newly_admitted", "dormant", "deregistering", "other")

# What article 3 (and 2) lets a society do, by the form that its reason or its secretariat suggests.
STEPS = {
    "independent_branch": "可申请独立党支部",
    "joint_branch": "可申请联合党支部",
    "functional_group": "可建功能型党小组",
    "liaison_officer": "可选派党建联络员",
}


def next_step(gap: Gap, reason_code: str, advised: str) -> str:
    """What would cover an uncovered society next, in a few words; empty for a covered one."""
    if gap == Gap.ABLE:
        reason = no_org_reasons().get(reason_code)
        return STEPS.get(reason.suggested_form if reason else advised, "")
    return {
        Gap.WAITING: "批准后即覆盖",
        Gap.SUPPORT_UNIT: "等支撑单位批复",
        Gap.INDIVIDUAL: "需个别研究",
        Gap.UNKNOWN: "先填报，摸清情况",
    }.get(gap, "")
