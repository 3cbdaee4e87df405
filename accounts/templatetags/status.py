"""Small pieces of a page that lists write hundreds of times: in Python a tenth of what an include
costs."""

from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

# States with a shape of their own; a shape's own name works as a state, too.
SHAPES = {
    state: shape
    for shape, states in {
        "ring": ("todo", "draft", "submitted"),
        "half": ("doing", "in_review"),
        "alert": ("mend", "returned", "refused"),
        "tick": ("done", "approved", "met"),
        "triangle": ("warning",),
    }.items()
    for state in (shape, *states)
}


@register.simple_tag
@lru_cache(maxsize=1024)  # a list has hundreds, of a few kinds
def status_tag(state, word) -> SafeString:
    """A state: a shape and a word, never colour alone (templates/components/status_tag.html)."""
    shape = SHAPES.get(state)
    if not shape:
        return format_html('<span class="tag">{}</span>', word)
    return format_html(
        '<span class="tag{}"><svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>'
        "{}</span>",
        "" if shape == "ring" else f" tag--{shape}",
        static("img/icons.svg"),
        shape,
        word,
    )
