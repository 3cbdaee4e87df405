"""The whole admin, address by address, as every role, with filings in every state: who enters, and
that no state or text of a filing changes there but by a legal move of the desk."""

import json
import re

import pytest
from django.contrib import admin
from django.db import transaction
from django.urls import URLResolver

from accounts.enums import STAFF_ROLES, Role
from filings.enums import STEPS, Actor, Move, State
from filings.kinds import get_kind
from filings.models import Event, Filing, Version
from tests.factories import UserFactory, in_every_state

# Once, as it is long: the table of URLs (test_access.py) asks every page on both databases.
pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]

# Entered before anybody is known.
OPEN = {"/admin/login/", "/admin/logout/", "/admin/jsi18n/"}
OTHER_KEYS = {"int": "1", "slug": "none"}
# Columns that stand for neither state nor text: when the sealed paper arrived.
BESIDE = {"scan"}
# What the desk does with these filings; a move that nobody makes here is not tried.
MADE = {
    Role.REVIEWER: {"claim", "release", "return", "approve", "refuse", "correct", "undo"},
    Role.COMMITTEE: {"claim"},
    Role.ADMINISTRATOR: {"force"},
}


def routes(patterns=None, prefix="/admin/") -> list[str]:
    """Every address pattern of the admin, its parameters still open."""
    found = []
    for pattern in admin.site.urls[0] if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        is_folder = isinstance(pattern, URLResolver)
        found += routes(pattern.url_patterns, route) if is_folder else [route]
    return found


def filled(route: str, key) -> str:
    """A pattern with the key of an object in its first place."""
    route = re.sub(r"<[^>]*>", str(key), route, count=1)
    return re.sub(r"<(\w+):[^>]*>", lambda place: OTHER_KEYS.get(place[1], "1"), route)


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
        found += [filled(route, key) for key in (pks.get(model, [1]) if "<" in route else [""])]
    return found


def one_each(pks) -> list[str]:
    """Every address, with one filing."""
    return addresses(pks | {"filings.filing": pks["filings.filing"][:1]})


def english_words(response) -> set[str]:
    if response.status_code != 200 or "html" not in response["Content-Type"]:
        return set()
    return english_said(response.content.decode())


def english_said(page: str) -> set[str]:
    """What a page says in two English words or more, to the eye or the ear."""
    said = re.findall(r'(?:title|aria-label|alt|placeholder)="([^"]*)"', page)
    said += re.sub(r"(?s)<(script|kbd|code)\b.*?</\1>|<[^>]*>", "\n", page).split("\n")
    return {line.strip() for line in said if re.search(r"[A-Za-z]{3,} +[A-Za-z]{2,}", line)}


@pytest.fixture(scope="module")
def people(build_once):
    def make(role):
        return UserFactory(role=role, is_superuser=True, is_staff=True)

    return build_once(lambda: {role: make(role) for role in Role})


@pytest.fixture(scope="module")
def world(people, build_once):
    """The keys of a filing in every state and of a row of every model in the admin."""
    return build_once(lambda: rows(in_every_state(people[Role.REVIEWER])))


def rows(filings) -> dict[str, list[int]]:
    return {
        f"{model._meta.app_label}.{model._meta.model_name}": list(
            model.objects.values_list("pk", flat=True)[:1]
        )
        for model in admin.site._registry
    } | {"filings.filing": filings}


def snapshot() -> dict[int, dict]:
    return {row["id"]: row for row in Filing.objects.order_by("pk").values()}


def posted(address: str) -> dict:
    """What somebody would post who tried to write into a filing by any form: each of its fields,
    and what each move of the desk asks for."""
    fields = {field.name: "1" for field in Filing._meta.fields}
    number = re.search(r"/filing/(\d+)/", address)
    return {
        **fields,
        "state": State.APPROVED,
        "return_text": "改写",
        "document": "{}",
        "action": "delete_selected",
        "_selected_action": number[1] if number else "1",
        "post": "yes",
        "_save": "1",
        "version": "1",
        "reason": "unclear",
        "text": "改写",
        "due": "2017-11-30",
        "path": "staff_count",
        "value": "9",
    }


def is_legal(before: dict, after: dict, event, user) -> bool:
    """Whether a filing changed by one move of the table, made by who may make it."""
    step, kind = STEPS[Move(event.move)], get_kind(before["kind"])
    actor = Role.ADMINISTRATOR if step.actor == Actor.ADMINISTRATOR else kind.decides
    untouched = event.move == Move.CORRECT or before["document"] == after["document"]
    return (
        (event.from_state, event.to_state) == (before["state"], after["state"])
        and before["state"] in step.sources
        and step.target == after["state"]
        and user.role == actor
        and event.by_id == user.pk
        and untouched
    )


def tried(client, address, user, before) -> str:
    """POST everything to an address; gives the move that was made, and takes it back."""
    with transaction.atomic():
        last = Event.objects.order_by("pk").values_list("pk", flat=True).last()
        client.post(address, posted(address))
        after = snapshot()
        events = list(Event.objects.filter(pk__gt=last))
        transaction.set_rollback(True)
    changed = [
        pk
        for pk, row in before.items()
        if any(after[pk][name] != value for name, value in row.items() if name not in BESIDE)
    ]
    assert after.keys() == before.keys(), address
    assert changed == [event.filing_id for event in events], address
    for event in events:
        pk = event.filing_id
        assert is_legal(before[pk], after[pk], event, user), address
    return events[0].move if events else ""


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_filings_change_by_the_moves_of_the_desk_alone(client, world, people, role):
    before, found = snapshot(), set()
    all_addresses = [address for address in addresses(world) if address not in OPEN]
    client.force_login(people[role])
    for address in all_addresses:
        found.add(tried(client, address, people[role], before))
    assert len(all_addresses) > 250
    assert found - {""} == MADE[role]


@pytest.mark.parametrize("role", sorted(set(Role) - STAFF_ROLES))
def test_other_roles_enter_no_address(client, world, people, role):
    before = json.dumps(list(snapshot().values()), default=str)
    client.force_login(people[role])
    answers = {}
    for address in one_each(world):
        if address not in OPEN:
            answers[address] = client.get(address).status_code
            client.post(address, posted(address))
    assert {address for address, status in answers.items() if status not in (302, 403)} == set()
    assert client.get("/admin/", follow=True).status_code == 403
    assert json.dumps(list(snapshot().values()), default=str) == before


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_pages_open_or_refuse_each_role_and_change_nothing(client, world, people, role):
    before, versions = snapshot(), Version.objects.count()
    client.force_login(people[role])
    answers, english = {}, set()
    for address in one_each(world):
        if address not in OPEN:
            response = client.get(address)
            answers[address] = response.status_code
            english |= {f"{address}: {words}" for words in english_words(response)}
    assert english == set()
    broken = {a: status for a, status in answers.items() if status not in (200, 302, 403, 404, 405)}
    assert broken == {}
    assert answers["/admin/filings/filing/"] == 200
    assert answers["/admin/accounts/user/"] == (200 if role == Role.ADMINISTRATOR else 403)
    assert (snapshot(), Version.objects.count()) == (before, versions)


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_no_list_offers_an_action_or_a_deletion(rf, people, role):
    """Django's actions of a list would pass the desk by."""
    request = rf.get("/admin/")
    request.user = people[role]
    offered = {
        model._meta.label: list(model_admin.get_actions(request))
        for model, model_admin in admin.site._registry.items()
        if model_admin.get_actions(request) or model_admin.has_delete_permission(request)
    }
    assert offered == {}


@pytest.mark.parametrize("part", ["add/", "{pk}/delete/", "{pk}/history/", "{pk}/"])
def test_filings_have_no_form_in_the_admin(client, world, people, part):
    client.force_login(people[Role.ADMINISTRATOR])
    for pk in world["filings.filing"]:
        address = "/admin/filings/filing/" + part.format(pk=pk)
        assert client.get(address).status_code == 404
        assert client.post(address, posted(address)).status_code == 404
