"""Where the lines of the burn-up run: coordinates for templatetags/drawings.py."""

import datetime as dt
from dataclasses import dataclass, field

from ledger.coverage.forecast import Forecast, Point

STEPS = (1, 2, 5, 10, 20, 25, 50)


@dataclass(frozen=True)
class Label:
    """A text at a place; `anchor` as in SVG."""

    x: int
    y: int
    text: str
    anchor: str = "start"
    strong: bool = False


@dataclass(frozen=True)
class Size:
    """A drawing in pixels: text keeps its size, so wide and narrow are drawn apart."""

    width: int
    height: int
    font: int = 13

    @property
    def left(self) -> int:
        return 3 * self.font

    @property
    def right(self) -> int:
        return self.width - 6 * self.font - 4

    @property
    def top(self) -> int:
        return 2 * self.font + 2

    @property
    def bottom(self) -> int:
        return self.height - 2 * self.font


WIDE = Size(600, 270)
NARROW = Size(300, 230)
SCREEN = Size(640, 400, font=22)
PAPER = Size(680, 185)


@dataclass
class BurnUp:
    """The drawing of one size."""

    size: Size
    submitted: str = ""  # points of the polyline
    approved: str = ""
    area: str = ""
    now: tuple[int, int] = (0, 0)
    expected: tuple[int, int] | None = None
    deadline: int = 0
    due: int = 0
    grid: list[Label] = field(default_factory=list)
    days: list[Label] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)


def burn_up(
    points: list[Point],
    size: Size,
    *,
    due: int,
    deadline: dt.date,
    is_today: bool,
    expected: Forecast | None,
) -> BurnUp:
    """Draw what was submitted and approved against what is due, from the first change on."""
    first, last = points[0].day, points[-1].day
    span = max(1, (max(last, deadline) - first).days)
    left, across = size.left, size.right - size.left
    bottom, upwards, most = size.bottom, size.bottom - size.top, max(1, due)

    def x(day):
        return left + across * (day - first).days // span

    def y(number):
        return bottom - upwards * number // most

    drawing = BurnUp(size, deadline=x(deadline), due=y(due), now=(x(last), y(points[-1].submitted)))
    days = [x(point.day) for point in points]
    drawing.submitted = _line(days, [y(point.submitted) for point in points])
    drawing.approved = _line(days, [y(point.approved) for point in points])
    drawing.area = f"{drawing.approved} {x(last)},{bottom} {x(first)},{bottom}"
    drawing.grid = [Label(size.left - 6, y(n), str(n), "end") for n in _steps(due)]
    drawing.days = _days(size, x, first=first, last=last, deadline=deadline, is_today=is_today)
    drawing.labels = _labels(size, points[-1], x(last), x(deadline), y)
    drawing.labels.append(Label(size.left, y(due) - 5, f"应报 {due}"))
    if expected:
        drawing.expected = (x(deadline), y(expected.submitted))
        end, height = drawing.expected
        text = f"预计 {expected.submitted}"
        drawing.labels.append(Label(end + 7, height + size.font // 3, text, strong=True))
    return drawing


def _line(xs: list[int], ys: list[int]) -> str:
    return " ".join([f"{x},{y}" for x, y in zip(xs, ys, strict=True)])


def _steps(due: int) -> list[int]:
    """Zero and up to four round numbers below what is due."""
    scale = 1
    while True:
        for step in STEPS:
            if due <= 4 * step * scale:
                return list(range(0, due + 1, step * scale))
        scale *= 10


def _labels(size, today: Point, x, deadline, y) -> list[Label]:
    """The last values: after the point where there is room before the next line, else before it."""
    room = (deadline if x < deadline else size.width) - x
    submitted, approved = f"已提交 {today.submitted}", f"已批准 {today.approved}"
    if room > 6 * size.font:
        first = min(y(today.submitted) + size.font + 3, size.bottom - 2 * size.font)
        second = min(max(y(today.approved) + size.font, first + size.font + 5), size.bottom - 6)
        return [Label(x + 8, first, submitted, strong=True), Label(x + 8, second, approved)]
    first = y(today.submitted) - size.font // 2
    return [
        Label(x - 8, first, submitted, "end", strong=True),
        Label(x - 8, size.bottom - 6, approved, "end"),
    ]


def _days(size, x, *, first, last, deadline, is_today) -> list[Label]:
    """Dates below the axis, the important ones first; one that would touch another says less, or
    is left out."""
    wanted = [
        (deadline, "截止"),
        (last, "今天" if is_today else ""),
        (first, ""),
        (first + (min(last, deadline) - first) // 2, ""),
    ]
    placed: list[Label] = []
    taken: list[tuple[int, int]] = []
    for day, word in wanted:
        left, text = _place(size, x(day), [f"{day:%m-%d} {word}".strip(), f"{day:%m-%d}"], taken)
        if text:
            width = _width(text, size.font)
            taken.append((left, left + width))
            placed.append(Label(left + width // 2, size.bottom + size.font + 6, text, "middle"))
    return placed


def _place(size, x: int, texts: list[str], taken) -> tuple[int, str]:
    """Where one of the texts stands free below a point: in its middle, or to the left of it."""
    for text in texts:
        width = _width(text, size.font)
        for left in (x - width // 2, x - width):
            left = min(max(0, left), size.width - width)
            if all(left > end + 4 or left + width < begin - 4 for begin, end in taken):
                return left, text
    return 0, ""


def _width(text: str, font: int) -> int:
    """About how wide a text is drawn: Chinese characters are square, digits a little over half."""
    return sum(font if ord(character) > 0x2E80 else 9 * font // 16 for character in text)
