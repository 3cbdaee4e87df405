"""The whole admin, address by address: who enters, and that nothing there writes into a filing but
the moves of the desk."""

import re

import pytest
from django.contrib import admin
from django.urls import URLResolver

from accounts.enums import STAFF_ROLES, Role
from filings import actions
from filings.enums import State
from filings.models import Event, Filing, Version
from tests.factories import UserFactory, approve, claimed, submitted

pytestmark = pytest.mark.django_db

# The addresses at which staff may change the state of a filing: they call filings.actions.
MOVES = re.compile(r"/admin/filings/filing/\d+/(claim|release|return|approve)/")
# Entered before anybody is known.
OPEN = {"/admin/login/", "/admin/logout/", "/admin/jsi18n/"}


def routes(patterns=None, prefix="/admin/") -> list[str]:
    """Every address pattern of the admin, its parameters still open."""
    found = []
    for pattern in admin.site.urls[0] if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        is_folder = isinstance(pattern, URLResolver)
        found += routes(pattern.url_patterns, route) if is_folder else [route]
    return found


def addresses(pks: dict[str, list[int]]) -> list[str]:
    """Every address of the admin for the given primary keys of each model."""
    found = []
    for route in routes():
        if "(?P<url>" in route or "content_type_id" in route:
            continue  # an unknown address; 'view on site', which no model of ours has
        if "(?P<app_label>" in route:
            found += [f"/admin/{label}/" for label in {model.split(".")[0] for model in pks}]
            continue
        model = ".".join(route.split("/")[2:4])
        keys = pks.get(model, [1]) if "<" in route else [""]
        found += [re.sub(r"<[^>]*>", str(key), route) for key in keys]
    return found


def english_words(response) -> set[str]:
    """What a page says in two English words or more, to the eye or the ear."""
    if response.status_code != 200 or "html" not in response["Content-Type"]:
        return set()
    page = response.content.decode()
    said = re.findall(r'(?:title|aria-label|alt|placeholder)="([^"]*)"', page)
    said += re.sub(r"(?s)<(script|kbd|code)\b.*?</\1>|<[^>]*>", "\n", page).split("\n")
    return {line.strip() for line in said if re.search(r"[A-Za-z]{3,} +[A-Za-z]{2,}", line)}


@pytest.fixture
def world():
    """A filing in each state that staff see, and a row of every model in the admin."""
    filings = [submitted(), claimed(), approve()]
    returned = claimed()
    actions.return_filing(
        returned.pk, by=returned.claimed_by, version=1, reason="unclear", text="请写清楚。"
    )
    return {
        f"{model._meta.app_label}.{model._meta.model_name}": list(
            model.objects.values_list("pk", flat=True)[:4]
        )
        for model in admin.site._registry
    } | {"filings.filing": [*(filing.pk for filing in filings), returned.pk]}


def snapshot():
    return [list(model.objects.order_by("pk").values()) for model in (Filing, Version, Event)]


def typed(pk=1) -> dict:
    """What somebody would post who tried to write into a filing by any form."""
    values = {field.name: "1" for field in Filing._meta.fields}
    return {
        **values,
        "state": State.APPROVED,
        "return_text": "改写",
        "document": "{}",
        "action": "delete_selected",
        "_selected_action": str(pk),
        "post": "yes",
        "_save": "1",
    }


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_no_address_writes_into_a_filing(client, world, role):
    user = UserFactory(role=role, is_superuser=True, is_staff=True)
    before = snapshot()
    tried = [a for a in addresses(world) if not MOVES.match(a) and a not in OPEN]
    for address in tried:
        client.force_login(user)
        client.get(address)
        client.post(address, typed(world["filings.filing"][0]))
    assert len(tried) > 100
    assert snapshot() == before


@pytest.mark.parametrize("part", ["add/", "{pk}/delete/", "{pk}/history/", "{pk}/"])
def test_filings_have_no_form_in_the_admin(client, world, part):
    client.force_login(UserFactory(role=Role.ADMINISTRATOR, is_superuser=True, is_staff=True))
    address = "/admin/filings/filing/" + part.format(pk=world["filings.filing"][0])
    assert client.get(address).status_code == 404
    assert client.post(address, typed()).status_code == 404


@pytest.mark.parametrize("role", sorted(set(Role) - STAFF_ROLES))
def test_other_roles_see_nothing_of_the_admin(client, world, role):
    client.force_login(UserFactory(role=role, is_superuser=True, is_staff=True))
    answers = {
        address: client.get(address).status_code
        for address in addresses(world)
        if address not in OPEN
    }
    assert {address for address, status in answers.items() if status not in (302, 403)} == set()
    assert client.get("/admin/", follow=True).status_code == 403


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_pages_open_or_refuse_each_role(client, world, role):
    client.force_login(UserFactory(role=role))
    answers, english = {}, set()
    for address in addresses(world):
        if address not in OPEN:
            response = client.get(address)
            answers[address] = response.status_code
            english |= {f"{address}: {words}" for words in english_words(response)}
    assert english == set()
    broken = {a: status for a, status in answers.items() if status not in (200, 302, 403, 404, 405)}
    assert broken == {}
    assert answers["/admin/filings/filing/"] == 200
    assert answers["/admin/accounts/user/"] == (200 if role == Role.ADMINISTRATOR else 403)
