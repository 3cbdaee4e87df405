"""Signing in and out, invitations, lock-out, idle sessions."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.enums import AuditAction, Role
from accounts.models import AuditRecord, User
from accounts.views import server_error
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-enough-phrase"


@pytest.fixture
def user():
    user = UserFactory(username="wuli", role=Role.LEADER)
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, password=PASSWORD, username="wuli"):
    return client.post("/accounts/login/", {"username": username, "password": password})


def test_sign_in_and_out_are_recorded(client, user):
    assert sign_in(client).status_code == 302
    client.post("/accounts/logout/")
    actions_done = list(AuditRecord.objects.order_by("id").values_list("action", "username"))
    assert actions_done == [(AuditAction.SIGN_IN, "wuli"), (AuditAction.SIGN_OUT, "wuli")]
    assert AuditRecord.objects.filter(address="127.0.0.1").count() == 2


def test_wrong_password_is_told_and_recorded(client, user):
    page = sign_in(client, "wrong-wrong-wrong")
    assert "用户名或密码不对" in page.content.decode()
    assert AuditRecord.objects.get().action == AuditAction.SIGN_IN_FAILED


def test_locked_after_five_failures_even_with_the_right_password(client, user):
    for _ in range(5):
        sign_in(client, "wrong-wrong-wrong")
    page = sign_in(client)
    assert page.status_code == 429
    assert "15 分钟" in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_lock_opens_after_the_cool_off(client, user):
    for _ in range(5):
        sign_in(client, "wrong-wrong-wrong")
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=16)):
        assert sign_in(client).status_code == 302


def test_switched_off_account_cannot_sign_in(client, user):
    actions.revoke(user, by=None)
    sign_in(client)
    assert "_auth_user_id" not in client.session


def test_idle_session_ends_and_the_sign_in_page_says_so(client, user):
    client.force_login(user)
    client.get("/policy/")
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=121)):
        response = client.get("/coverage/", follow=True)
    assert response.redirect_chain[-1][0] == "/accounts/login/?expired=1&next=%2Fcoverage%2F"
    assert "登录已过期" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_invitation_sets_the_password_once(client):
    invited, token = actions.invite(username="huaxue", name="新秘书", role=Role.SECRETARY)
    url = reverse("accounts:invitation", args=[token])
    client.get(url)
    assert not User.objects.get(pk=invited.pk).is_active
    answer = client.post(url, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert answer.status_code == 302
    assert sign_in(client, username="huaxue").status_code == 302
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("password", ["short", "12345678901", "huaxue-huaxue"])
def test_weak_password_is_refused_with_reasons(client, password):
    _, token = actions.invite(username="huaxue-huaxue", name="新秘书", role=Role.SECRETARY)
    url = reverse("accounts:invitation", args=[token])
    page = client.post(url, {"new_password1": password, "new_password2": password})
    assert page.status_code == 200
    assert "密码" in page.content.decode()
    assert not User.objects.get().is_active


def test_invitation_expires(client):
    _, token = actions.invite(username="huaxue", name="新秘书", role=Role.SECRETARY)
    with time_machine.travel(timezone.now() + dt.timedelta(days=15)):
        page = client.get(reverse("accounts:invitation", args=[token]))
    assert page.status_code == 404


def test_new_invitation_makes_the_old_link_useless(client):
    invited, token = actions.invite(username="huaxue", name="新秘书", role=Role.SECRETARY)
    actions.renew_invitation(invited, by=None)
    assert client.get(reverse("accounts:invitation", args=[token])).status_code == 404


def test_user_name_that_is_taken_is_refused(user):
    with pytest.raises(ValidationError, match="用户"):
        actions.invite(username="wuli", name="另一人", role=Role.SECRETARY)


def test_token_is_not_stored():
    invited, token = actions.invite(username="huaxue", name="新秘书", role=Role.SECRETARY)
    assert token not in str(list(invited.invitations.values()))


@pytest.mark.parametrize(("path", "status"), [("/healthz", 200), ("/readyz", 200)])
def test_health_is_told_without_sign_in(client, path, status):
    response = client.get(path)
    assert (response.status_code, response.json()) == (status, {"status": "ok"})


def test_expired_form_page_is_told_in_chinese(user):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    page = strict.post("/accounts/login/", {"username": "wuli", "password": PASSWORD})
    assert page.status_code == 403
    assert "过期" in page.content.decode()


def test_page_that_is_not_there_is_told_in_chinese(client):
    page = client.get("/nowhere/")
    assert page.status_code == 404
    assert "没有" in page.content.decode()


def test_request_that_is_too_big_is_told_in_chinese_what_to_do(client, settings):
    login = "/accounts/login/"
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    page = client.post(login, {"username": "wuli"}, "application/x-www-form-urlencoded")
    assert (page.status_code, "文字太多" in page.content.decode()) == (400, True)
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE, settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2**20, 1
    answer = client.post(
        login,
        "a=1&b=2",
        "application/x-www-form-urlencoded",
        headers={"Accept": "application/json"},
    )
    assert (answer.status_code, "格太多" in answer.json()["error"]) == (400, True)


def test_page_of_a_failure_needs_no_database():
    page = server_error(RequestFactory().get("/"))
    assert page.status_code == 500
    assert "出错" in page.content.decode()


def test_first_administrator_of_an_empty_installation(client, capsys):
    call_command("invite", "luohaiyan", "罗海燕")
    link = capsys.readouterr().out.strip()
    client.post(link, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    user = User.objects.get(username="luohaiyan")
    assert user.is_active and user.role == Role.ADMINISTRATOR
    with pytest.raises(CommandError, match="该名字的用户"):
        call_command("invite", "luohaiyan", "罗海燕")
