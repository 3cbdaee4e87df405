"""What the leaders' page says, card by card, as its templates take it."""

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils import timezone

from accounts import clock
from accounts.prepared import Prepared
from filings.rules import days_left
from ledger.coverage import charts, rules
from ledger.coverage.enums import BRANCHES, COUNTED, FILED, GROUPS, Cover, Gap, Measure, Progress
from ledger.coverage.figures import Figures, Rate
from ledger.coverage.forecast import Forecast, Point, forecast, weekly
from ledger.coverage.forms import Links
from ledger.coverage.models import Snapshot
from ledger.coverage.sources import Frozen, Live, last_year
from societies.codes import disciplines

HEADLINE = Measure.WORK_DIRECTIVE
ORGANIZATION = Measure.ORGANIZATION_DIRECTIVE

DEFINITIONS = (
    (
        Measure.ORGANIZATION_DIRECTIVE,
        "当日有党组织存续的会员学会 ÷ 当日全部会员学会。独立党支部、联合党支部、功能型党小组、"
        "党总支、党委都计入；临时党支部不计入。",
    ),
    (
        Measure.WORK_DIRECTIVE,
        "按工作要点计入组织覆盖的学会，加上省科技社团党委选派的党建联络员在任的学会，"
        "合计 ÷ 当日全部会员学会。",
    ),
    (
        Measure.ORGANIZATION_STATISTICS,
        "同组织覆盖率（按工作要点），但只有功能型党小组的学会不计入：功能型党小组不是党章规定的基层组织。",
    ),
    (
        Measure.WORK_STATISTICS,
        "按党内统计计入组织覆盖的学会，加上党建联络员在任的学会，合计 ÷ 当日全部会员学会。",
    ),
)


def overview(source: Live | Frozen, *, sizes: dict) -> dict:
    """All cards of a source, for the page, the wall screen and the brief. `sizes` names the
    drawings of the burn-up that are wanted."""
    figures, links = source.figures(), Links(source)
    earlier = last_year(source.cycle)
    return {
        "source": source,
        "cycle": source.cycle,
        "as_of": as_of(source),
        "links": links,
        "total": figures.total,
        "members_url": links.list(of="members"),
        "headline": headline(figures, pending=source.pending),
        "figures": {
            measure.name.lower(): rate_figure(figures, measure, links, earlier)
            for measure in Measure
        },
        "progress": progress(figures, source.history(), links, sizes),
        "gap": gap(figures, links),
        "kinds": kinds(figures, links),
        "disciplines": by_discipline(figures, links),
        "urls": addresses(links),
    }


def addresses(links: Links) -> dict[str, str]:
    """Where one can go from a coverage page, on the same day and in the same view."""
    found = {
        "today": reverse("coverage:overview"),
        "overview": links.to("overview"),
        "screen": links.to("overview", screen=1),
        "brief": links.to("brief"),
        "people": links.to("people"),
        "ledger": links.to("ledger"),
        "areas": links.to("parts", by="area"),
        "units": links.to("parts", by="unit"),
        "reasons": links.to("parts", by="reason"),
        "export": links.to("export", cover=Cover.NONE),
    }
    if isinstance(links.source, Live):
        other = replace(links.source, pending=not links.source.pending)
        found["other_view"] = Links(other).to("overview")
    return found


def as_of(source: Live | Frozen) -> str:
    """The day and the view that all numbers of a page belong to."""
    day = f"截至 {source.on:%Y年%-m月%-d日}"
    if isinstance(source, Frozen):
        taken = timezone.localtime(source.snapshot.taken_at)
        occasion = source.snapshot.get_occasion_display()
        return f"{day}（{occasion}数据，冻结于 {taken:%Y-%m-%d %H:%M}）　·　只计已批准"
    if source.on == clock.today():
        day = f"{day} {clock.now():%H:%M}"
    return f"{day}　·　{'含待审核' if source.pending else '只计已批准'}"


REFRESH_MINUTES = 5


def screen(page: dict) -> dict:
    """What the wall screen says beside the cards of a page."""
    figures = page["figures"]
    return {
        "refresh_minutes": REFRESH_MINUTES,
        "refresh_seconds": 60 * REFRESH_MINUTES,
        "days_left": days_left(page["cycle"].deadline, on=clock.today()),
        "pairs": [
            (figures["organization_directive"], figures["organization_statistics"]),
            (figures["work_directive"], figures["work_statistics"]),
        ],
    }


_snapshots = Prepared(
    lambda: Snapshot.objects.select_related("cycle").defer("cells", "history", "people")
)


def snapshots() -> list[tuple[str, str]]:
    """Frozen figures to look at: label and address, the newest first."""
    return [
        (f"{snapshot.cycle.year}年度{snapshot}", Links(Frozen(snapshot)).to("overview"))
        for snapshot in _snapshots()
    ]


@dataclass(frozen=True)
class Item:
    """A number of societies with its list."""

    label: str
    number: int
    url: str
    tone: str = ""


def headline(figures: Figures, *, pending: bool) -> str:
    """The message of the page in one sentence."""
    rate = figures.rate(HEADLINE)
    if not rate.denominator:
        return "这一天没有会员学会"
    text = f"{'含待审核，' if pending else ''}党的工作覆盖率 {rate.value}%，"
    if rate.is_reached:
        return f"{text}已达到 {rate.goal}% 的目标"
    return f"{text}距 {rate.goal}% 还差 {rate.missing} 个学会"


def rate_figure(figures: Figures, measure: Measure, links: Links, earlier=None) -> dict:
    """The parameters of coverage/includes/figure.jinja for one of the four numbers. `earlier`: the
    snapshot (Frozen) of the year before."""
    rate = figures.rate(measure)
    return {
        "label": measure.label.partition("（")[0],
        "rate": rate,
        "numerator_url": links.list(of=measure.value),
        "denominator_url": links.list(of="members"),
        "gap": "已达到目标" if rate.is_reached else f"还差 {rate.missing} 个学会",
        "parts": [{"x": 0, "width": rate.width, "tone": 1}],
        "goal_label": f"目标 {rate.goal}%（{rate.needed} 个）",
        "how_url": f"#how-{measure.value}",
        "note": earlier and _year_before(earlier, measure),
    }


def _year_before(earlier, measure) -> str:
    rate = earlier.figures().rate(measure)
    day = f"{earlier.on:%Y年%-m月%-d日}"
    return f"上年（{day}）{rate.value}%，{rate.numerator} / {rate.denominator} 个"


def progress(figures: Figures, history: list[Point], links: Links, sizes: dict) -> dict:
    """Where the filings stand, how they came in, and what that leads to."""
    source = links.source
    cycle = source.cycle
    due = figures.total - figures.count(progress=Progress.NO_DUTY)
    expected = forecast(history, due=due, opened=cycle.opens_on, deadline=cycle.deadline)
    states = [
        Item(state.label, figures.count(progress=state), links.list(progress=state))
        for state in Progress
        if state != Progress.NO_DUTY
    ]
    late = figures.count(is_late=1)
    drawings = {
        name: charts.burn_up(
            history,
            size,
            due=due,
            deadline=cycle.deadline,
            is_today=source.on == clock.today(),
            expected=expected,
        )
        for name, size in sizes.items()
    }
    return {
        "due": due,
        "due_url": links.list(progress=[state for state in Progress if state != Progress.NO_DUTY]),
        "submitted": history[-1].submitted,
        "approved": history[-1].approved,
        "forecast": expected,
        "method": _method(expected, late=late, filed=figures.count(progress=frozenset(FILED))),
        "states": [*states, Item("逾期", late, links.list(late=1))],
        "drawings": drawings,
        "spoken": _spoken(history[-1], due, expected),
        "weeks": weekly(history),
    }


def _method(expected: Forecast | None, *, late: int, filed: int) -> str:
    if expected is None:
        return f"截止日已过：已报 {filed} 个，逾期 {late} 个。"
    outlook = (
        f"约 {expected.left_over} 个学会可能逾期" if expected.left_over else "应报的都能按时报齐"
    )
    return f"预计＝近 {expected.window} 天日均提交 {expected.pace} 个，照此推到截止日；{outlook}。"


def _spoken(today: Point, due: int, expected: Forecast | None) -> str:
    """The drawing in words."""
    text = f"应报 {due} 个，已提交 {today.submitted} 个，已批准 {today.approved} 个"
    return f"{text}；预计到截止日提交 {expected.submitted} 个" if expected else text


def gap(figures: Figures, links: Links) -> dict:
    """Where the missing coverage can come from, the closest first, and how far that leads."""
    now = figures.rate(HEADLINE)
    counts = {kind: figures.count(gap=kind) for kind in Gap if kind != Gap.COVERED}
    closest = counts[Gap.WAITING] + counts[Gap.ABLE]
    then = Rate(now.numerator + closest, now.denominator, now.goal)
    widths = [now.numerator, counts[Gap.WAITING], counts[Gap.ABLE]]
    return {
        "uncovered": Item("未覆盖", now.denominator - now.numerator, links.list(cover=Cover.NONE)),
        "items": [
            Item(kind.label, number, links.list(gap=kind))
            for kind, number in counts.items()
            if number or kind != Gap.UNKNOWN
        ],
        "now": now,
        "waiting": counts[Gap.WAITING],
        "able": counts[Gap.ABLE],
        "parts": stacked(widths, now.denominator, tones=(1, 2, 3)),
        "closest": Item("前两类", closest, links.list(gap=[Gap.WAITING, Gap.ABLE])),
        "then": then,
        "outlook": "达到目标" if then.is_reached else f"离目标还差 {then.missing} 个",
    }


def stacked(numbers, whole: int, *, tones) -> list[dict]:
    """Parts of a bar (templatetags/drawings.py), one after the other; empty ones are left out."""
    parts, before = [], 0
    for number, tone in zip(numbers, tones, strict=True):
        if number:
            parts.append(
                {
                    "x": rules.share(before, whole),
                    "width": rules.share(number, whole),
                    "tone": tone,
                }
            )
        before += number
    return parts


KINDS = (
    (Cover.LARGER.label, frozenset({Cover.LARGER}), "1"),
    (Cover.INDEPENDENT_BRANCH.label, frozenset({Cover.INDEPENDENT_BRANCH}), "1"),
    (Cover.JOINT_BRANCH.label, frozenset({Cover.JOINT_BRANCH}), "2"),
    (Cover.GROUP.label, GROUPS, "3"),
    (Cover.LIAISON.label, frozenset({Cover.LIAISON}), "4"),
    (Cover.NONE.label, frozenset({Cover.NONE}), "none"),
)


def kinds(figures: Figures, links: Links) -> dict:
    """How the societies are covered, by kind of organization."""
    items = [
        Item(label, figures.count(cover=covers), links.list(cover=sorted(covers)), tone)
        for label, covers, tone in KINDS
    ]
    items = [item for item in items if item.number or item.label != Cover.LARGER.label]
    tones = [int(item.tone) if item.tone.isdigit() else item.tone for item in items]
    both = figures.count(has_group=1, cover=BRANCHES)
    return {
        "items": items,
        "parts": stacked([item.number for item in items], figures.total, tones=tones),
        "both": Item("同时建有党支部和功能型党小组", both, links.list(both=1)),
    }


def part_row(label: str, organization: int, work: int, total: int, goal: int, **urls) -> dict:
    """A bar of one discipline, area or unit: organization, and what officers add to it."""
    return {
        "label": label,
        "rate": Rate(work, total, goal),
        "organization": Rate(organization, total, goal),
        "parts": stacked([organization, work - organization], total, tones=(1, 3)),
        **urls,
    }


def by_discipline(figures: Figures, links: Links) -> list[dict]:
    rows = []
    for row in disciplines():
        total = figures.count(discipline=row.code)
        if total:
            rows.append(
                part_row(
                    row.name,
                    figures.count(discipline=row.code, cover=COUNTED[ORGANIZATION]),
                    figures.count(discipline=row.code, cover=COUNTED[HEADLINE]),
                    total,
                    figures.goal,
                    url=links.list(of=HEADLINE.value, discipline=row.code),
                    total_url=links.list(of="members", discipline=row.code),
                )
            )
    return rows
