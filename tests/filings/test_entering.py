"""代填: a paper filing that a reviewer types for a society, from the search to the approval."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import AuditRecord
from filings import actions
from filings.enums import State
from filings.models import Filing
from filings.rules import MoveNotAllowed
from tests.factories import (
    FilingFactory,
    ObligationFactory,
    SocietyFactory,
    UserFactory,
    claimed,
    secretary_of,
    typed,
)
from tests.kinds import PLAIN

pytestmark = pytest.mark.django_db
URL = "/admin/filings/filing/enter/"


@pytest.fixture
def reviewer(client):
    user = UserFactory(role=Role.REVIEWER, name="许晴")
    client.force_login(user)
    return user


def begin(client, obligation, kind="registration"):
    data = {"kind": kind, "obligation": obligation.pk}
    return client.post(f"{URL}begin/", data, follow=True)


def listed(client, **query):
    page = client.get(URL, query).context["page"]
    return [(str(item["obligation"].society), item["word"]) for item in page]


def test_reviewer_finds_a_society_types_and_submits(client, reviewer):
    obligation = ObligationFactory(society=SocietyFactory(name="吉林省光学学会"))
    ObligationFactory()
    assert len(listed(client)) == 2
    assert listed(client, q="jlsgx") == [("吉林省光学学会", "未报")]
    page = begin(client, obligation)
    assert page.request["PATH_INFO"].endswith("/table1/")
    assert "由科协审核人许晴按纸质材料代填" in page.content.decode()
    filing = Filing.objects.get()
    assert AuditRecord.objects.get(action="reveal").detail == {"on_behalf": filing.pk}
    assert listed(client, q="光学") == [("吉林省光学学会", "填写中")]
    # Begun twice, it is the same one.
    begin(client, obligation)
    assert Filing.objects.count() == 1


def test_nobody_else_of_the_staff_opens_it(client):
    filing = typed(by=UserFactory(role=Role.REVIEWER))
    client.force_login(UserFactory(role=Role.REVIEWER))
    assert client.get(f"/filings/{filing.pk}/table1/").status_code == 404
    assert "代填" in client.get(URL).content.decode()
    begin(client, filing.obligation)
    assert Filing.objects.get().started_by == filing.started_by


def test_what_the_society_has_begun_is_not_typed(client, reviewer):
    filing = FilingFactory()
    page = begin(client, filing.obligation)
    assert "已有一件正在办理的申报，不能代填" in page.content.decode()
    assert "学会正在填写" in page.content.decode()
    assert client.get(f"/filings/{filing.pk}/table1/").status_code == 404


def test_who_typed_does_not_decide(client, reviewer):
    filing = typed(by=reviewer)
    actions.submit(filing.pk, by=reviewer)
    page = client.get(f"/admin/filings/filing/{filing.pk}/change/").content.decode()
    assert "自己填报或更正的申报须由他人批准" in page
    assert "审核 <kbd" not in page
    assert client.get("/admin/filings/filing/").context["next"] is None
    actions.claim(filing.pk, by=reviewer)
    with pytest.raises(MoveNotAllowed, match="由他人批准"):
        actions.approve(filing.pk, by=reviewer, version=1)
    actions.release(filing.pk, by=reviewer)
    other = UserFactory(role=Role.REVIEWER)
    client.force_login(other)
    queue = client.get("/admin/filings/filing/")
    assert queue.context["next"] is not None
    assert "代填" in queue.content.decode()
    claimed(Filing.objects.get(), by=other)
    actions.approve(filing.pk, by=other, version=1)
    assert Filing.objects.get().state == State.APPROVED


def test_society_reads_and_takes_over(client, reviewer):
    filing = typed(by=reviewer)
    secretary = secretary_of(filing.society)
    client.force_login(secretary)
    for address in ("/", "/filings/", f"/filings/{filing.pk}/table1/"):
        assert "代填" in client.get(address).content.decode()
    actions.save_draft(filing.pk, by=secretary, cells={"staff_count": "9"})
    actions.submit(filing.pk, by=secretary)
    assert "代填" in client.get(f"/filings/{filing.pk}/receipt/").content.decode()
    # Both have written in it: neither the typist nor a bulk approval decides.
    actions.claim(filing.pk, by=reviewer)
    with pytest.raises(MoveNotAllowed, match="由他人批准"):
        actions.approve(filing.pk, by=reviewer, version=1)


def test_nonsense_and_roles(client, reviewer):
    page = client.post(f"{URL}begin/", {"kind": "x", "obligation": "9"}, follow=True)
    assert "没有这个填报任务" in page.content.decode()
    assert client.get(URL, {"cycle": "x", "page": "99"}).status_code == 200
    client.force_login(UserFactory(role=Role.ADMINISTRATOR))
    assert client.get(URL).status_code == 403
    assert PLAIN.owed


def test_cost_does_not_grow_with_rows(client, reviewer):
    client.get(URL)
    costs = []
    for more in (1, 2, 57):
        for _ in range(more):
            ObligationFactory()
            typed(by=reviewer)
        with CaptureQueriesContext(connection) as captured:
            client.get(URL)
        costs.append(len(captured))
    assert costs[0] == costs[1] == costs[2] <= 15
