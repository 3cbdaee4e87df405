"""Puts into a world what the cases need, through the real actions, and prints where it stands:

DATABASE_URL=… python -m bench.prepare ROUNDS
"""

import json
import sys

import django

django.setup()

from django.test import Client  # noqa: E402

from accounts.enums import Role  # noqa: E402
from accounts.models import User  # noqa: E402
from accounts.tokens import issue_token  # noqa: E402
from bench.figures import FILES  # noqa: E402
from filings import actions, staff_actions  # noqa: E402
from filings.enums import ScanNeed  # noqa: E402
from filings.models import Cycle, Filing  # noqa: E402
from members.models import Person  # noqa: E402
from tests.factories import (  # noqa: E402
    FilingFactory,
    ObligationFactory,
    SocietyFactory,
    cadre,
    council_member,
    document,
    secretary_of,
)

CARDS, ROWS, ROSTER = 3, 12, 60


def main(rounds: int) -> dict:
    reviewer = User.objects.filter(role=Role.REVIEWER).first()
    society = new_society()
    roster = draft(society, rows=ROSTER)
    to_submit = [draft(new_society(), rows=ROWS) for _ in range(rounds)]
    to_approve = [claimed(draft(new_society(), rows=ROWS), by=reviewer) for _ in range(rounds + 1)]
    to_review = to_approve.pop()
    for _ in range(FILES):  # societies whose filings come as files
        new_society()
    return {
        "sessions": {
            "secretary": session(secretary_of(society)),
            **{r: session(User.objects.filter(role=r).first()) for r in ("reviewer", "leader")},
        },
        "account": secretary_of(society).pk,
        "roster": roster.pk,
        "row": roster.document["rows"]["council"][0]["key"],
        "to_submit": [(f.pk, f.revision, session(secretary_of(f.society))) for f in to_submit],
        "to_approve": [f.pk for f in to_approve],
        "to_review": to_review.pk,
        "society": society.slug,
        "token": issue_token("bench"),
        "person": Person.objects.order_by("pk").values_list("name", flat=True).last(),
    }


def new_society():
    society = SocietyFactory()
    ObligationFactory(society=society, cycle=Cycle.objects.get(year=2017))
    return society


def draft(society, *, rows: int) -> Filing:
    cadres = [cadre() for _ in range(CARDS)]
    council = [council_member() for _ in range(rows)]
    filing = FilingFactory(society, content=document(society, cadres=cadres, council=council))
    warnings = actions.check(filing).of("warning")
    filing.answers["explanations"] = {warning.key: "情况属实。" for warning in warnings}
    filing.save()
    return filing


def claimed(filing, *, by) -> Filing:
    """Submitted, and all that approval asks for there."""
    actions.submit(filing.pk, by=secretary_of(filing.society))
    if filing.cycle.stamped_scan != ScanNeed.NOT_NEEDED:
        staff_actions.receive_original(filing.pk, by=by, version=1)
    return actions.claim(filing.pk, by=by)


def session(user) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


if __name__ == "__main__":
    json.dump(main(int(sys.argv[1])), sys.stdout)
