"""Drawings in SVG, by presentation attributes alone: the same on screen and on paper. Written in
Python: a coverage page has a dozen of them, and templates took a third of its time."""

from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

TONES = {
    1: 'fill="#3a3631"',
    2: 'fill="#7a7168"',
    3: 'fill="#b3a99c"',
    4: 'fill="#d9d2c7"',
    "none": 'fill="#ffffff" stroke="#857d72"',
}


@register.simple_tag
def bar(parts, label, goal=None, height=14, goal_label="") -> SafeString:
    """A bar of shares with the goal line; it stretches, its text does not.

    `parts` are {x, width, tone}: per cent of the whole, and a tone of TONES; `label` says what the
    bar shows to those who do not see it; `goal` is in per cent, `goal_label` ('目标 90%（117 个）')
    stands below its line.
    """
    pieces = [
        f'<rect x="{part["x"]}%" width="{part["width"]}%" height="{height}" {TONES[part["tone"]]}/>'
        for part in parts
    ]
    if goal:
        at = f'<line x1="{goal}%" x2="{goal}%" y1="0" y2="{height}"'
        pieces.append(f'{at} stroke="#ffffff" stroke-width="4"/>')
        pieces.append(f'{at} stroke="#a3201b" stroke-width="2"/>')
    if goal_label:
        pieces.append(
            f'<text x="{goal}%" y="30" text-anchor="end" font-size="13" fill="#6b655d">'
            f"{escape(goal_label)}</text>"
        )
    return mark_safe(
        f'<svg class="bar" width="100%" height="{34 if goal_label else height}" role="img"'
        f' aria-label="{escape(label)}"><rect width="100%" height="{height}" fill="#ebe6de"/>'
        f"{''.join(pieces)}</svg>"
    )


@register.simple_tag
def burn_up(drawing, label, shown="", font="") -> SafeString:
    """Submitted and approved against what is due (charts.BurnUp). `label` is the drawing in words,
    `shown` the class of the widths that show it, `font` a family, on paper."""
    size, (x, y) = drawing.size, drawing.now
    attributes = f' class="{shown}"' if shown else ""
    if font:
        attributes += f' font-family="{font}" width="{size.width}" height="{size.height}"'
    upright = f'y1="{size.top}" y2="{size.bottom}"'
    level = f'<line x1="{size.left}" x2="{drawing.deadline}"'
    pieces = [
        *(f'{level} y1="{r.y}" y2="{r.y}" stroke="#ebe6de"/>{_text(r, 4)}' for r in drawing.grid),
        f'{level} y1="{drawing.due}" y2="{drawing.due}" stroke="#857d72" stroke-dasharray="2 3"/>',
        f'<polygon points="{drawing.area}" fill="#ebe6de"/>',
        f'<polyline points="{drawing.approved}" fill="none" stroke="#7a7168" stroke-width="1.5"/>',
        f'<line x1="{drawing.deadline}" x2="{drawing.deadline}" {upright} stroke="#a3201b"'
        ' stroke-width="1.5"/>',
        f'<line x1="{x}" x2="{x}" {upright} stroke="#dcd7cf"/>',
        f'<polyline points="{drawing.submitted}" fill="none" stroke="#1f1d1a" stroke-width="2"/>',
        f'<circle cx="{x}" cy="{y}" r="4" fill="#1f1d1a"/>',
        *_expected(drawing),
        *map(_text, drawing.days),
        *map(_outlined, drawing.labels),
    ]
    return mark_safe(
        f'<svg{attributes} viewBox="0 0 {size.width} {size.height}" role="img"'
        f' aria-label="{escape(label)}" font-size="{size.font}" fill="#544f48">'
        f"{''.join(pieces)}</svg>"
    )


def _expected(drawing) -> list[str]:
    """The forecast, dashed from now on."""
    if not drawing.expected:
        return []
    (x, y), (then_x, then_y) = drawing.now, drawing.expected
    return [
        f'<line x1="{x}" y1="{y}" x2="{then_x}" y2="{then_y}" stroke="#1f1d1a" stroke-width="2"'
        ' stroke-dasharray="5 5"/>',
        f'<circle cx="{then_x}" cy="{then_y}" r="4" fill="#ffffff" stroke="#1f1d1a"'
        ' stroke-width="2"/>',
    ]


def _text(label, down: int = 0, attributes: str = "") -> str:
    dy = f' dy="{down}"' if down else ""
    return (
        f'<text x="{label.x}" y="{label.y}"{dy} text-anchor="{label.anchor}"{attributes}>'
        f"{escape(label.text)}</text>"
    )


def _outlined(label) -> str:
    """A text that stays readable on the lines."""
    strong = ' font-weight="600"' if label.strong else ""
    below = f' fill="#ffffff" stroke="#ffffff" stroke-width="4"{strong} aria-hidden="true"'
    return _text(label, attributes=below) + _text(
        label, attributes=f' fill="#1f1d1a"{strong}' if strong else ""
    )
