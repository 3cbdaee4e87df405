"""A page of the editor that is sent, without JavaScript, after its session ended."""

import datetime as dt
import html
import re

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts import pending
from filings.models import Filing
from tests.factories import FilingFactory, SocietyFactory, secretary_of
from tests.filings.editor_pages import EditorPage

pytestmark = pytest.mark.django_db
PASSWORD = "long-enough-for-all"
ODD = "“何志远”\n<b>&amp;𠮷 \"' \\"


@pytest.fixture
def draft():
    filing = FilingFactory(SocietyFactory(name="吉林省物理学会"))
    for filer in (secretary_of(filing.society), secretary_of(SocietyFactory())):
        filer.set_password(PASSWORD)
        filer.save()
    return filing


@pytest.fixture
def filer(draft):
    return secretary_of(draft.society)


def typed_page(client, draft):
    """A page with a reason typed into it, not yet sent."""
    page = EditorPage(client, f"/filings/{draft.pk}/organizations/")
    return page.set("no_org_reason", ODD)


def hidden(response) -> dict[str, str]:
    found = re.findall(
        r'<input type="hidden" name="([^"]*)" value="([^"]*)"', response.content.decode()
    )
    return {html.unescape(name): html.unescape(value) for name, value in found}


def action(response) -> str:
    return html.unescape(
        re.search(r'form" method="post" action="([^"]*)"', response.content.decode())[1]
    )


def sign_in(client, response, user):
    return client.post(
        action(response),
        {**hidden(response), "username": user.username, "password": PASSWORD},
        follow=True,
    )


def reason(draft) -> str:
    return Filing.objects.get(pk=draft.pk).document["cells"]["no_org_reason"]


def test_what_was_typed_is_saved_after_signing_in_again(client, draft, filer):
    client.force_login(filer)
    page = typed_page(client, draft)
    client.cookies.pop("sessionid")
    response = page.press("保存，下一部分")
    assert "您刚才填写的内容还在，登录后保存" in response.content.decode()
    assert reason(draft) == ""
    response = sign_in(client, response, filer)
    assert "刚才填写的内容还没有保存" in response.content.decode()
    response = client.post(action(response), hidden(response), follow=True)
    assert reason(draft) == ODD
    assert response.redirect_chain[-1][0] == f"/filings/{draft.pk}/table2/"


def test_idle_session_keeps_the_page_too_and_a_wrong_password_does_not_lose_it(
    client, draft, filer
):
    client.force_login(filer)
    page = typed_page(client, draft)
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=121)):
        response = page.press("保存")
        wrong = {**hidden(response), "username": filer.username, "password": "not it"}
        response = client.post(action(response), wrong)
        response = sign_in(client, response, filer)
        client.post(action(response), hidden(response))
    assert reason(draft) == ODD


def test_another_account_neither_saves_nor_sees_it(client, draft, filer):
    client.force_login(filer)
    page = typed_page(client, draft)
    client.cookies.pop("sessionid")
    other = draft.society.accounts.model.objects.exclude(user=filer).get().user
    response = sign_in(client, page.press("保存"), other)
    text = response.content.decode()
    assert "是别的账号填写的，没有保存" in text and "何志远" not in text
    assert reason(draft) == ""


def test_page_older_than_a_sign_in_elsewhere_is_sent_on_by_a_button(draft, filer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(filer)
    page = typed_page(client, draft)
    client.post("/accounts/logout/", {"csrfmiddlewaretoken": page.data["csrfmiddlewaretoken"]})
    client.force_login(filer)
    client.cookies["csrftoken"] = "a" * 32  # the token of the newer session
    own = {"Sec-Fetch-Site": "same-origin"}
    url, data = f"/filings/{draft.pk}/organizations/", page.data.urlencode()
    response = client.post(url, data, "application/x-www-form-urlencoded", headers=own)
    assert "刚才填写的内容还没有保存" in response.content.decode()
    client.post(action(response), hidden(response))
    assert reason(draft) == ODD


def test_page_of_a_stranger_is_refused(draft, filer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(filer)
    page = typed_page(client, draft)
    page.data["csrfmiddlewaretoken"] = "a" * 32
    for site in ("cross-site", None):
        response = client.post(
            page.url,
            page.data.urlencode(),
            "application/x-www-form-urlencoded",
            headers={"Sec-Fetch-Site": site} if site else {},
        )
        assert response.status_code == 403
        assert "何志远" not in response.content.decode()


def test_what_is_no_page_leads_to_the_sign_in(client, draft, monkeypatch):
    sign_in_page = "/accounts/login/?expired=1"
    assert client.post(f"/filings/{draft.pk}/submit/", {"revision": 1}).url == sign_in_page
    autosave = client.post(
        f"/filings/{draft.pk}/autosave/",
        {"account": 1, "no_org_reason": ODD},
        headers={"Accept": "application/json"},
    )
    assert autosave.url == sign_in_page
    monkeypatch.setattr(pending, "LONGEST", 10)
    response = client.post(
        f"/filings/{draft.pk}/organizations/",
        "account=1&no_org_reason=longer",
        "application/x-www-form-urlencoded",
    )
    assert response.url == sign_in_page


@pytest.mark.parametrize(
    "sent",
    ["", "[]", "{", '{"action": "https://elsewhere.example.org/", "fields": [["account", "1"]]}'],
)
def test_sign_in_with_a_strange_page_is_a_plain_sign_in(client, filer, sent):
    data = {"username": filer.username, "password": PASSWORD, "pending": sent}
    assert client.post("/accounts/login/", data).url == "/"
