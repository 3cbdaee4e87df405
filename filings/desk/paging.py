"""Pages of the queue, read from the end that is nearer."""

from functools import lru_cache, partial

from django.core.paginator import Page, Paginator

from accounts.prepared import Prepared
from filings import queries
from filings.enums import State
from filings.models import Filing

PER_PAGE = 30  # what a reviewer decides in a sitting
PLACES = 200  # of pages whose query is kept


class FromNearerEnd(Paginator):
    """Pages of `count` rows. `read` gives one from a place on, counted from the first or, if
    backwards, from the last: then the database sorts only what it must pass over."""

    def __init__(self, read, count: int):
        super().__init__(None, PER_PAGE)
        self.read, self.count = read, count

    def page(self, number):
        number = self.validate_number(number)
        start = (number - 1) * PER_PAGE
        if not self.count:
            return Page([], number, self)
        if start <= self.count // 2:
            return Page(self.read(start), number, self)
        end = min(start + PER_PAGE, self.count)
        rows = self.read(self.count - end, backwards=True)
        return Page(rows[start - end :], number, self)


OTHERS = [state for state in State if state not in (State.DRAFT, *queries.SEEN_TO)]
_others = Prepared(
    lambda: queries.numbers({"others": Filing.objects.filed().filter(state__in=OTHERS)})
)


def pages_of(form, counts, *, user, on) -> FromNearerEnd:
    """What a filter finds, as rows of `queries.listed`; the parts on top have been counted."""
    if form.narrowed:
        found = form.filter(Filing.objects.filed(), user=user, on=on)
        return FromNearerEnd(partial(_rows, found, on), found.count())
    if form.part == "all":
        count = sum(counts[state] for state in queries.SEEN_TO) + _others.first()[1]
    else:
        count = counts[form.part]
    return FromNearerEnd(partial(_rows_of_part, form.part, user, on), count)


def _rows(found, on, start, *, backwards=False) -> list:
    return list(_listed(queries.in_queue_order(found, on=on), on, start, backwards))


def _rows_of_part(part, user, on, start, *, backwards=False) -> list:
    if not backwards:
        return _part(part, user.role, start)(on, user.pk)
    if part == "all":
        rows = _calm_end(start)(on)
        if len(rows) == PER_PAGE:
            return rows
    return _part_from_end(part, user.role, start)(on, user.pk)


def _listed(ordered, on, start, backwards):
    """Only keys are sorted: whole rows of forty thousand filings would make late pages slow."""
    keys = (ordered.reverse() if backwards else ordered).values("pk")[start : start + PER_PAGE]
    found = queries.in_queue_order(Filing.objects.filter(pk__in=keys), on=on)
    return queries.listed(found, on=on)


def _of_part(part, user, role, on):
    shown = queries.part_condition(part, user=user, role=role, on=on)
    return Filing.objects.filed().filter(shown)


@lru_cache(PLACES)
def _part(part, role, start) -> Prepared:
    """From the beginning: overdue returns, which are few, and the others in the order of an index,
    each as far as the page goes."""

    def build(on, user):
        found, overdue = _of_part(part, user, role, on), queries.return_overdue(on)
        first = queries.in_queue_order(found.filter(overdue), on=on)
        then = queries.in_order_without_overdue(found.exclude(overdue))
        end = start + PER_PAGE
        keys = [
            Filing.objects.order_by().filter(pk__in=rows.values("pk")[:end]).values("pk")
            for rows in (first, then)
        ]
        reached = Filing.objects.filter(pk__in=keys[0].union(keys[1], all=True))
        return queries.listed(queries.in_queue_order(reached, on=on), on=on)[start:end]

    return Prepared(build)


@lru_cache(PLACES)
def _part_from_end(part, role, start) -> Prepared:
    def build(on, user):
        ordered = queries.in_queue_order(_of_part(part, user, role, on), on=on)
        return _listed(ordered, on, start, True)

    return Prepared(build)


@lru_cache(PLACES)
def _calm_end(start) -> Prepared:
    """Backwards from the end of all: first comes what is neither late nor overdue, in the order of
    an index."""

    def build(on):
        calm = Filing.objects.filed().filter(is_late=False).exclude(queries.return_overdue(on))
        return _listed(queries.in_order_without_overdue(calm), on, start, True)

    return Prepared(build)
