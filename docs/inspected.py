"""Plays the inspection of the demonstration until 2018-02-12, each step on its day; for pictures:

BUSINESS_DATE=2018-02-12 manage.py shell -v 0 <docs/inspected.py
"""

import datetime as dt
from contextlib import contextmanager

from accounts import clock
from accounts.models import User
from filings.models import Cycle
from ledger.inspection import actions
from ledger.inspection.models import Proposal
from ledger.inspection.numbering import NOTICES, next_number
from ledger.inspection.proposing import inspect
from ledger.inspection.views.society import REASON

reviewer, committee = (User.objects.get(username=name) for name in ("reviewer", "committee"))


@contextmanager
def on(month, day):
    moment = dt.datetime.combine(dt.date(2018, month, day), dt.time(10), clock.now().tzinfo)
    with clock.pretend(moment):
        yield moment.date()


def tell(slug, today):
    proposal = Proposal.objects.get(society__slug=slug)
    number = next_number(NOTICES, today.year)
    actions.give_notice(proposal.pk, by=reviewer, number=number, dated=today, reason=REASON)
    return proposal


with on(1, 15) as today:
    inspect(Cycle.objects.get(year=2017), on=today)
with on(1, 22) as today:
    tell("astronomy", today)
    mended = tell("environmental-sciences", today)
with on(2, 5) as today:
    decision = {"number": "吉科协决字〔2018〕1号", "dated": today}
    actions.decide(mended.pk, by=committee, **decision)
    tell("physics", today)
