"""The ledger's lists in the admin: masked, searchable, constant in cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import AuditRecord
from members.models import Person
from societies.models import SocietyName
from tests.factories import SocietyFactory, UserFactory, approve, cadre, document, submitted

pytestmark = pytest.mark.django_db

PEOPLE, POSTS = "/admin/members/person/", "/admin/members/post/"
PHONE, EMAIL = "15400007788", "xujing@example.org"


@pytest.fixture
def reviewer(client):
    user = UserFactory(role=Role.REVIEWER)
    client.force_login(user)
    return user


@pytest.fixture
def person():
    society = SocietyFactory(name="吉林省光学学会")
    people = [cadre(name="许静", mobile=PHONE, email=EMAIL), cadre(), cadre()]
    approve(submitted(society, content=document(society, cadres=people)))
    return Person.objects.get(name="许静")


def names(client, url, **query) -> list[str]:
    return [str(obj) for obj in client.get(url, query).context["cl"].result_list]


def test_contacts_are_masked_in_list_and_page(client, reviewer, person):
    for url in (PEOPLE, f"{PEOPLE}{person.pk}/change/"):
        page = client.get(url).content.decode()
        assert "154****7788" in page and PHONE not in page
        assert EMAIL not in page
    assert Person.objects.get(pk=person.pk).mobile == PHONE


def test_reveal_shows_one_person_once_and_is_recorded(client, reviewer, person):
    response = client.post(f"{PEOPLE}{person.pk}/reveal/")
    assert PHONE in response.content.decode() and EMAIL in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    record = AuditRecord.objects.get(action="reveal")
    assert (record.by, record.target) == (reviewer, f"人员 {person.pk}")
    assert client.get(f"{PEOPLE}{person.pk}/reveal/").status_code == 405


@pytest.mark.parametrize("text", ["许静", "光学", "jlsgx"])
def test_search_finds_people_by_name_and_society(client, reviewer, person, text):
    other = SocietyFactory(name="长白山文化学会")
    approve(submitted(other))
    assert "许静" in names(client, PEOPLE, q=text)
    found = Person.objects.filter(name__in=names(client, PEOPLE, q=text))
    assert not found.filter(society=other).exists()


@pytest.mark.parametrize("text", ['"许静"', "许 许静", " 许静 "])
def test_search_takes_words_and_phrases(client, reviewer, person, text):
    assert names(client, PEOPLE, q=text) == ["许静"]
    assert names(client, PEOPLE, q="许静 王") == []


@pytest.mark.parametrize("sign", ["%", "_", "\\"])
def test_search_takes_signs_as_they_are_typed(client, reviewer, person, sign):
    Person.objects.filter(pk=person.pk).update(name=f"许{sign}静")
    SocietyName.objects.filter(society=person.society).update(name=f"光{sign}学会")
    approve(submitted(SocietyFactory(name="光电学会")))
    others = Person.objects.filter(society=person.society).count() - 1
    for text, number in ((f"许{sign}", 1), (sign, 1 + others), (f"光{sign}学", 1 + others)):
        response = client.get(PEOPLE, {"q": text})
        assert response.context["cl"].result_count == number, text
        assert f"许{sign}静" in response.content.decode()


def test_search_says_how_many_it_found(client, reviewer, person):
    alike = {"society": person.society, "valid_from": person.valid_from, "source": person.source}
    numbers = range(1001)
    Person.objects.bulk_create(Person(name=f"许静{n}", key=f"x{n}", **alike) for n in numbers)
    Person.objects.filter(name__in=["许静7", "许静8"]).update(party_status="probationary")
    for query, number in (
        ({"q": "许静7"}, 111),
        ({"q": "许静7", "party_status__exact": "probationary"}, 1),
        ({"q": "许静", "p": 2}, 1002),
        ({"q": "光学", "party_status__exact": "probationary"}, 2),
        ({"q": "许静无"}, 0),
    ):
        assert client.get(PEOPLE, query).context["cl"].result_count == number, query


@pytest.mark.parametrize("url", [PEOPLE, POSTS])
def test_search_by_a_part_of_a_name_where_nobody_begins_so(client, reviewer, url):
    society = SocietyFactory()
    cadres = [cadre(name=name) for name in ("王建国", "李建国", "建一鸣")]
    approve(submitted(society, content=document(society, cadres=cadres)))
    found = {name[:3] for name in names(client, url, q="建国")}
    assert found == {"王建国", "李建国"}
    assert {name[:3] for name in names(client, url, q="建")} == {"建一鸣"}
    assert names(client, url, q="建中") == []


def test_filter_by_party_status(client, reviewer, person):
    Person.objects.filter(pk=person.pk).update(party_status="probationary")
    assert names(client, PEOPLE, party_status__exact="probationary") == ["许静"]


def test_codes_are_read_in_words(client, reviewer, person):
    page = client.get(f"{PEOPLE}{person.pk}/change/").content.decode()
    for words in ("汉族", "大学本科", "1978-04", "德惠市"):
        assert words in page


@pytest.mark.parametrize("url", [PEOPLE, POSTS, "/admin/partyorgs/societyfigures/"])
def test_cost_does_not_grow_with_rows(client, reviewer, person, url):
    client.get(url)
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        costs.append(len(captured))
        for _ in range(2):
            approve(submitted())
    assert costs[0] == costs[1] <= 12
