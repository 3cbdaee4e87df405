"""The societies by discipline, place or support unit, and by the reason for having no
organization."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from ledger.coverage import queries, rules
from ledger.coverage.enums import Measure
from ledger.coverage.figures import Rate
from ledger.coverage.forms import NO_REASON, Links, area_choices
from ledger.coverage.rows import Lazy
from societies.codes import disciplines, no_org_reasons
from societies.models import SupportUnit


@dataclass(frozen=True)
class Part:
    """One way of grouping: its title and template, and how the groups of a source are found."""

    title: str
    template: str
    found: Callable


def _grouped(source, by) -> Lazy:
    def part(first, last):
        return queries.parts(source.facts, by, first=first, last=last)

    return Lazy(lambda: queries.count_parts(source.facts, by), part)


def _reasons(source) -> list[dict]:
    return queries.reasons(source.facts)


PARTS = {
    "discipline": Part("按学科", "coverage/parts.html", partial(_grouped, by="discipline")),
    "area": Part("按所在地", "coverage/parts.html", partial(_grouped, by="area")),
    "unit": Part("按支撑单位", "coverage/parts.html", partial(_grouped, by="unit")),
    "reason": Part("按未建党组织原因", "coverage/reasons.html", _reasons),
}


def part_page(source, by: str, page) -> dict:
    """The context of one page of groups."""
    links = Links(source)
    row = _reason_row if by == "reason" else partial(_row, by=by, names=_names(source, by, page))
    return {
        "title": PARTS[by].title,
        "tabs": [
            {"label": part.title, "url": links.to("parts", by=key), "active": key == by}
            for key, part in PARTS.items()
        ],
        "page": page,
        "rows": [row(group, source=source, links=links) for group in page],
    }


def _names(source, by, page) -> dict:
    if by == "discipline":
        return dict(disciplines().choices())
    if by == "area":
        return dict(area_choices())
    units = SupportUnit.objects.filter(pk__in=[group["key"] for group in page])
    named = {unit.pk: unit.name_on(source.on) for unit in units.prefetch_related("names")}
    return {**named, 0: "没有支撑单位"}


def _row(group, *, by, names, source, links) -> dict:
    key = group["key"]
    chosen = {by: key} if key else {"no_unit": 1}
    goal = source.cycle.goal_percent
    rates = {
        measure: Rate(group[measure.name.lower()], group["total"], goal) for measure in Measure
    }
    return {
        "label": names.get(key, key),
        "total": group["total"],
        "total_url": links.list(of="members", **chosen),
        "rates": [
            {"measure": measure, "rate": rate, "url": links.list(of=measure.value, **chosen)}
            for measure, rate in rates.items()
        ],
        "goal": goal,
        "parts": [
            {
                "x": 0,
                "width": rules.share(group["work_directive"], group["total"]),
                "tone": 1,
            }
        ],
    }


def _reason_row(group, *, source, links) -> dict:
    code = group["code"]
    chosen = {"reason": code or NO_REASON, "without": Measure.ORGANIZATION_DIRECTIVE.value}
    reason = no_org_reasons().get(code)
    form = reason.suggested_form if reason else ""
    return {
        "label": no_org_reasons().name(code) or "没有记录原因",
        "number": group["n"],
        "url": links.list(**chosen),
        "step": rules.STEPS.get(form, ""),
    }
