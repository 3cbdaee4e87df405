"""Two workers, or two reviewers, at one mailbox: nothing twice."""

import pytest

from accounts.enums import Role
from filings.enums import Asked, LoadedState
from filings.mailbox import actions
from filings.models import Filing
from tests.factories import CycleFactory, ObligationFactory, UserFactory
from tests.factories.mailboxes import table_file, zipped
from tests.races import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_workers_share_a_mailbox():
    reviewer = UserFactory(role=Role.REVIEWER)
    societies = [ObligationFactory().society for _ in range(3)]
    files = {f"{society.pk}.xlsx": table_file(society) for society in societies}
    files["twin.docx"] = table_file(societies[0], suffix="docx")
    mailbox = actions.load(
        [("a.zip", zipped(files))], kind="registration", cycle=CycleFactory(), by=reviewer, name="a"
    )

    def work():
        actions.work.call(mailbox.pk)

    assert at_once(work, work) == [None, None]
    assert mailbox.files.filter(asked=Asked.TWIN).count() == 2
    actions.answer(mailbox.files.get(number=1).pk, by=reviewer)
    ready = list(mailbox.files.filter(state=LoadedState.READY).values_list("number", flat=True))
    assert len(ready) == 3

    def confirm_and_work():
        actions.confirm(mailbox, ready, by=reviewer, submits=True)
        work()

    assert at_once(confirm_and_work, confirm_and_work) == [None, None]
    filings = Filing.objects.all()
    assert sorted(filing.society_id for filing in filings) == [s.pk for s in societies]
    assert {filing.versions.count() for filing in filings} == {1}
