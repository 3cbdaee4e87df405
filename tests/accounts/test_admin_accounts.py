"""Accounts in the admin: invited, invited again, switched off; the link is shown once."""

import re

import pytest

from accounts.enums import Role
from accounts.models import User
from societies.models import filed_by
from tests.factories import SocietyFactory, UserFactory

pytestmark = pytest.mark.django_db

URL = "/admin/accounts/user/"
NEW = {"username": "reviewer9", "name": "孙立", "role": Role.REVIEWER}
PASSWORD = {"new_password1": "chang-chun-2017", "new_password2": "chang-chun-2017"}


@pytest.fixture
def administrator(client):
    user = UserFactory(role=Role.ADMINISTRATOR)
    client.force_login(user)
    return user


def link_in(response) -> str:
    return re.search(r"http://testserver(/accounts/invitation/[\w-]+/)", response.content.decode())[
        1
    ]


def test_invited_account_sets_its_password_by_the_link(client, administrator):
    link = link_in(client.post(URL + "invite/", NEW))
    user = User.objects.get(username="reviewer9")
    assert not user.is_active and user.role == Role.REVIEWER
    client.logout()
    client.post(link, PASSWORD)
    user.refresh_from_db()
    assert user.is_active and user.check_password("chang-chun-2017")


def test_taken_user_name_is_told(client, administrator):
    UserFactory(username="reviewer9")
    page = client.post(URL + "invite/", NEW).content.decode()
    assert "已存在一位使用该名字的用户" in page
    assert User.objects.filter(username="reviewer9").count() == 1


def test_renewed_link_replaces_the_first(client, administrator):
    first = link_in(client.post(URL + "invite/", NEW))
    user = User.objects.get(username="reviewer9")
    second = link_in(client.post(f"{URL}{user.pk}/renew/"))
    client.logout()
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200


def test_revoked_account_is_off_and_own_account_stays(client, administrator):
    user = UserFactory(role=Role.REVIEWER)
    client.post(f"{URL}{user.pk}/revoke/")
    client.post(f"{URL}{administrator.pk}/revoke/")
    assert not User.objects.get(pk=user.pk).is_active
    assert User.objects.get(pk=administrator.pk).is_active


def test_society_gets_a_filer(client, administrator):
    society = SocietyFactory()
    response = client.post(
        f"/admin/societies/society/{society.pk}/invite/", {"username": "optics", "name": "宋怡然"}
    )
    assert link_in(response)
    user = User.objects.get(username="optics")
    assert user.role == Role.SECRETARY
    assert [row["society"] for row in filed_by(user)] == [society.pk]


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.COMMITTEE])
def test_only_the_administrator_keeps_accounts(client, role):
    client.force_login(UserFactory(role=role))
    society, user = SocietyFactory(), UserFactory()
    assert client.get(URL).status_code == 403
    assert client.post(URL + "invite/", NEW).status_code == 403
    assert client.post(f"{URL}{user.pk}/revoke/").status_code == 403
    assert client.post(f"/admin/societies/society/{society.pk}/invite/").status_code == 403
