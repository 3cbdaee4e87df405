"""Telling people: once each, by e-mail after the commit, again when the server was away."""

from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import transaction

from accounts import topics
from accounts.actions import accept_invitation, invite, renew_invitation
from accounts.enums import NotificationKind, Role
from accounts.models import Notification
from accounts.notifications import notify, send_emails
from tests.factories import UserFactory
from tests.races import at_once

pytestmark = pytest.mark.django_db
SEEN = {}  # a sort of topics for these tests: which users see nothing of it any more
topics.register("test", lambda user, keys: [k for k in keys if user.pk not in SEEN.get(k, ())])


class Moody(EmailBackend):
    """A mail server that refuses an address, or is away."""

    refused, is_away = "", False

    def open(self):
        if Moody.is_away:
            raise ConnectionRefusedError

    def send_messages(self, messages):
        for message in messages:
            if message.to[0] == Moody.refused:
                raise SMTPRecipientsRefused({})
        return super().send_messages(messages)


@pytest.fixture
def server(settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{__name__}.Moody"
    monkeypatch.setattr(Moody, "refused", "")
    monkeypatch.setattr(Moody, "is_away", False)
    return Moody


def tell(*people, key="a", kind=NotificationKind.RETURNED, topic=""):
    notify(
        people,
        kind=kind,
        key=key,
        title="已退回修改",
        text="请核对。",
        link="/filings/",
        topic=topic,
    )


def person(**kwargs):
    user = UserFactory(**kwargs)
    user.email = f"{user.username}@example.org"
    user.save()
    return user


def test_is_told_once_with_the_way_there(django_capture_on_commit_callbacks):
    one, two = person(name="高文博"), UserFactory()
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            tell(one, two)
    assert Notification.objects.filter(recipient=one).count() == 1
    assert Notification.objects.filter(recipient=two).count() == 1
    assert [m.to for m in mail.outbox] == [[one.email]]
    assert mail.outbox[0].subject == "【学会党建工作台账】已退回修改"
    assert "高文博，您好" in mail.outbox[0].body
    assert "\nhttp://127.0.0.1:8000/filings/\n" in mail.outbox[0].body


def test_choice_of_kinds_and_accounts_switched_off(django_capture_on_commit_callbacks):
    silent, gone = person(not_by_email=["returned"]), person(is_active=False)
    with django_capture_on_commit_callbacks(execute=True):
        tell(silent, gone)
    assert mail.outbox == []
    assert [row.recipient for row in Notification.objects.all()] == [silent]


def test_nothing_is_told_of_what_was_rolled_back(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            tell(person())
            1 / 0  # noqa: B018
    assert (Notification.objects.count(), mail.outbox) == (0, [])


def test_mail_server_away_is_tried_again(server, django_capture_on_commit_callbacks):
    server.is_away = True
    with django_capture_on_commit_callbacks(execute=True):
        tell(person())
    assert mail.outbox == []
    server.is_away = False
    call_command("send_emails")
    call_command("send_emails")
    assert len(mail.outbox) == 1


def test_one_refused_address_stops_no_other(server):
    bad, good = person(), person()
    server.refused = bad.email
    tell(bad, good)
    send_emails.call()
    assert [m.to for m in mail.outbox] == [[good.email]]
    server.refused = ""
    send_emails.call()
    assert [m.to for m in mail.outbox] == [[good.email], [bad.email]]


def test_who_may_not_see_it_any_more_gets_no_mail(monkeypatch):
    user = person()
    tell(user, topic="test:1")
    monkeypatch.setitem(SEEN, "1", [user.pk])
    send_emails.call()
    assert mail.outbox == []
    monkeypatch.setitem(SEEN, "1", [])
    send_emails.call()
    assert mail.outbox == []


def test_unknown_topics_are_a_mistake():
    with pytest.raises(KeyError):
        tell(person(), topic="nonsense:1")


def test_invitation_comes_by_mail_with_a_link_of_its_own(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        user, shown = invite(
            username="gao", name="高文博", role=Role.LEADER, email="gao@example.org"
        )
    assert "用户名是 gao，角色是领导" in mail.outbox[0].body
    token = mail.outbox[0].body.partition("/accounts/invitation/")[2].split("/")[0]
    assert token != shown
    assert not Notification.objects.unread().exists()
    assert accept_invitation(token, password="一二三四五六七八九十") == user
    assert accept_invitation(shown, password="一二三四五六七八九十") is None
    with django_capture_on_commit_callbacks(execute=True):
        renew_invitation(user, by=None)
    assert len(mail.outbox) == 2
    assert token not in mail.outbox[1].body


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_mail_once(race_rounds):
    for number in range(race_rounds):
        mail.outbox.clear()
        Notification.objects.all().delete()
        people = [person() for _ in range(3)]

        def work(people=people, key=str(number)):
            tell(*people, key=key)
            send_emails.call()

        assert at_once(work, work) == [None, None]
        assert sorted(m.to[0] for m in mail.outbox) == sorted(p.email for p in people)
        assert Notification.objects.count() == 3


def test_page_lists_unread_first_and_reads_by_post(client):
    user = person()
    for key in "abc":
        tell(user, key=key)
    tell(UserFactory(), key="other")
    client.force_login(user)
    first = Notification.objects.get(recipient=user, key="c")
    assert "通知（3）" in client.get("/team/").content.decode()
    assert client.get(f"/notifications/{first.pk}/read/").status_code == 405
    assert client.post(f"/notifications/{first.pk}/read/").url == "/filings/"
    page = client.get("/notifications/")
    assert [item["row"].key for item in page.context["page"]] == ["b", "a", "c"]
    assert "通知（2）" in page.content.decode()
    client.post("/notifications/read/")
    assert Notification.objects.unread().count() == 1
    assert "通知</a>" in client.get("/team/").content.decode()
    other = Notification.objects.get(key="other")
    assert client.post(f"/notifications/{other.pk}/read/").status_code == 404


def test_preferences(client):
    user = UserFactory()
    client.force_login(user)
    answer = client.post(
        "/notifications/preferences/", {"email": "nonsense", "kinds": ["returned"]}
    )
    assert answer.status_code == 422
    assert "nonsense" in answer.content.decode()
    client.post("/notifications/preferences/", {"email": "a@example.org", "kinds": ["returned"]})
    user.refresh_from_db()
    tell(user, key="1")
    tell(user, key="2", kind=NotificationKind.APPROVED)
    assert list(user.notifications.values_list("kind", "by_email").order_by("pk")) == [
        ("returned", True),
        ("approved", False),
    ]


def test_page_costs_the_same_with_many_rows(client, django_assert_num_queries):
    user = person()
    client.force_login(user)
    client.get("/notifications/")
    for rows in (1, 3, 60):
        for number in range(rows):
            tell(user, key=f"{rows}-{number}", topic=f"test:{number}")
        with django_assert_num_queries(4):
            client.get("/notifications/")
