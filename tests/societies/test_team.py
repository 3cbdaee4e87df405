"""A secretary invites a colleague and hands the filing over; the notice on personal data."""

import pytest

from accounts.models import AuditRecord, User
from filings.models import Filing
from societies.models import SocietyAccount
from tests.factories import FilingFactory, SocietyFactory, UserFactory, secretary_of

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-enough-phrase"


@pytest.fixture
def society():
    return SocietyFactory(name="吉林省物理学会")


@pytest.fixture
def secretary(society, client):
    secretary = secretary_of(society)
    client.force_login(secretary)
    return secretary


def invite(client, society, username="linyuxin"):
    page = client.post(f"/team/{society.slug}/invite/", {"username": username, "name": "林雨欣"})
    return page.content.decode()


def test_invited_colleague_sets_a_password_and_files_for_the_society(
    client, society, secretary, django_user_model
):
    shown = invite(client, society)
    link = shown.split('value="http://testserver')[1].split('"')[0]
    client.logout()
    client.post(link, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    client.post("/accounts/login/", {"username": "linyuxin", "password": PASSWORD})
    client.post("/accounts/notice/")
    page = client.get("/")
    assert "吉林省物理学会" in page.content.decode()


def test_link_is_shown_once(client, society, secretary):
    assert "/accounts/invitation/" in invite(client, society)
    assert "/accounts/invitation/" not in client.get("/team/").content.decode()


def test_user_name_that_is_taken_is_told_at_its_field(client, society, secretary):
    assert "已存在" in invite(client, society, username=secretary.username)
    assert SocietyAccount.objects.count() == 1


def test_hand_over_leaves_the_filing_to_the_colleague(client, society, secretary):
    filing = FilingFactory(society)
    colleague = UserFactory(name="林雨欣")
    SocietyAccount.objects.create(society=society, user=colleague)
    client.post(f"/team/{society.slug}/hand-over/", {"to": colleague.pk})
    assert client.get(f"/filings/{filing.pk}/table1/").status_code == 404
    client.force_login(colleague)
    assert client.get(f"/filings/{filing.pk}/table1/").status_code == 200
    assert Filing.objects.get().started_by == secretary
    assert AuditRecord.objects.filter(action="hand_over", by=secretary).count() == 1


@pytest.mark.parametrize("case", ["stranger", "not yet active", "nobody"])
def test_hand_over_only_to_a_colleague_who_can_file(client, society, secretary, case):
    other = UserFactory(is_active=case != "not yet active")
    if case == "not yet active":
        SocietyAccount.objects.create(society=society, user=other)
    to = "" if case == "nobody" else other.pk
    page = client.post(f"/team/{society.slug}/hand-over/", {"to": to}, follow=True)
    assert "请选择移交给哪位同事" in page.content.decode()
    assert society.accounts.filter(user=secretary, valid_until=None).exists()


def test_hand_over_is_offered_only_where_a_colleague_can_take_over(client, society, secretary):
    alone = client.get("/team/").content.decode()
    assert "现在没有可以接手的同事" in alone
    assert "/hand-over/" not in alone
    SocietyAccount.objects.create(society=society, user=UserFactory(name="林雨欣"))
    together = client.get("/team/").content.decode()
    assert "/hand-over/" in together
    assert "林雨欣" in together


def test_notice_stands_before_everything_until_it_is_accepted(client, society):
    secretary = secretary_of(society)
    User.objects.filter(pk=secretary.pk).update(notice_accepted_at=None)
    client.force_login(secretary)
    page = client.get("/filings/", follow=True)
    assert page.redirect_chain[-1][0] == "/accounts/notice/?next=%2Ffilings%2F"
    assert "个人信息使用说明" in page.content.decode()
    assert client.post("/filings/start/", {}).url.startswith("/accounts/notice/")
    answer = client.post("/accounts/notice/", {"next": "/filings/"})
    assert answer.url == "/filings/"
    assert client.get("/filings/").status_code == 200


def test_notice_leads_to_no_other_site(client, secretary):
    answer = client.post("/accounts/notice/", {"next": "https://example.org/"})
    assert answer.url == "/"
