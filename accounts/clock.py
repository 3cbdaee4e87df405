"""The business clock: the one place that says what day and time it is for deadlines, ages, events
and receipts.

In the demonstration BUSINESS_DATE fixes the day; the time of day is the real one in Asia/Shanghai.
Sessions, lock-out, tokens and the audit record use real time (`django.utils.timezone.now`).
"""

import datetime as dt
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.utils import timezone

_pretended: ContextVar[dt.datetime | None] = ContextVar("pretended", default=None)


@contextmanager
def pretend(moment: dt.datetime):
    """Within it, it is `moment` (aware). For the builder of the demonstration and for tests only:
    what they build has a past."""
    token = _pretended.set(moment)
    try:
        yield
    finally:
        _pretended.reset(token)


def now() -> dt.datetime:
    """The business moment, aware, in Asia/Shanghai."""
    if pretended := _pretended.get():
        return timezone.localtime(pretended)
    moment = timezone.localtime(timezone.now())
    if settings.BUSINESS_DATE:
        moment = dt.datetime.combine(settings.BUSINESS_DATE, moment.timetz())
    return moment


def today() -> dt.date:
    """The business date."""
    return now().date()


def midnight_after(day: dt.date) -> dt.datetime:
    """The moment at which a day is over: what is earlier happened by then."""
    return dt.datetime.combine(
        day + dt.timedelta(days=1), dt.time.min, timezone.get_default_timezone()
    )


def end_of_day(day: dt.date) -> dt.datetime:
    """The last second of a day: a deadline is inclusive to 23:59:59 Asia/Shanghai."""
    return dt.datetime.combine(day, dt.time(23, 59, 59), timezone.get_default_timezone())
