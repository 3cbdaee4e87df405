"""The queue: what it shows, in which order, why, and at what cost."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import clock
from accounts.enums import Role
from filings import actions, queries
from filings.models import Filing
from societies.actions import rename
from tests.factories import ObligationFactory, SocietyFactory, UserFactory, secretary_of
from tests.filings.test_lifecycle import start_plain
from tests.kinds import COMMITTEE_PLAIN, PLAIN

pytestmark = pytest.mark.django_db

URL = "/admin/filings/filing/"
TODAY = dt.date(2017, 11, 6)


@pytest.fixture
def reviewer(client):
    user = UserFactory(role=Role.REVIEWER, name="许晴")
    client.force_login(user)
    return user


def submitted(name=None, *, days_ago=0, **summary) -> Filing:
    """A submitted filing without tables, with the summary columns that a kind would write."""
    society = SocietyFactory(name=name) if name else SocietyFactory()
    obligation = ObligationFactory(society=society)
    filer = secretary_of(society)
    filing = actions.start(PLAIN.code, society=society, cycle=obligation.cycle, by=filer)
    actions.submit(filing.pk, by=filer)
    submitted_at = clock.now() - dt.timedelta(days=days_ago)
    Filing.objects.filter(pk=filing.pk).update(submitted_at=submitted_at, **summary)
    return Filing.objects.get(pk=filing.pk)


def returned(name, *, due, by) -> Filing:
    filing = submitted(name)
    actions.claim(filing.pk, by=by)
    actions.return_filing(filing.pk, by=by, version=1, reason="unclear", text="请写清楚。")
    Filing.objects.filter(pk=filing.pk).update(return_due=due)
    return Filing.objects.get(pk=filing.pk)


def shown(response) -> list[str]:
    return [row.society for row in response.context["rows"]]


def test_order_is_risk_then_age(client, reviewer):
    submitted("计量学会", days_ago=1)
    submitted("生态学会", days_ago=2)
    submitted("林学会", warnings=3)
    submitted("化学会", differs=True)
    returned("制冷学会", due=TODAY - dt.timedelta(days=2), by=reviewer)
    submitted("心理学会", is_late=True)
    assert shown(client.get(URL)) == [
        "心理学会",
        "制冷学会",
        "化学会",
        "林学会",
        "生态学会",
        "计量学会",
    ]


def reasons(filing) -> list[tuple[str, str]]:
    listed = queries.listed(Filing.objects.filter(pk=filing.pk), on=TODAY)
    return queries.reasons(listed.get(), on=TODAY)


def test_reasons_name_every_risk(reviewer):
    filing = submitted(days_ago=5, differs=True, warnings=2, is_late=True)
    words = [text for _, text in reasons(filing)]
    assert words == ["逾期", "申报≠建议", "警告 2", "等了 5 天"]


def test_reasons_of_calm_or_decided_filing_are_none(reviewer):
    assert reasons(submitted()) == []
    approved = submitted(warnings=2)
    actions.claim(approved.pk, by=reviewer)
    actions.approve(approved.pk, by=reviewer, version=1)
    approved.refresh_from_db()
    assert reasons(approved) == []


@pytest.mark.parametrize(("due", "text"), [(6, []), (5, ["重报逾期 1 天"]), (1, ["重报逾期 5 天"])])
def test_return_is_overdue_from_the_day_after_its_due_date(reviewer, due, text):
    filing = returned("制冷学会", due=dt.date(2017, 11, due), by=reviewer)
    assert [words for _, words in reasons(filing)] == text
    assert Filing.objects.filter(queries.return_overdue(TODAY)).exists() == bool(text)


def test_queue_opens_with_what_needs_attention(client, reviewer):
    submitted("光学学会")
    returned("化学会", due=TODAY, by=reviewer)
    returned("制冷学会", due=TODAY - dt.timedelta(days=1), by=reviewer)
    assert set(shown(client.get(URL))) == {"光学学会", "制冷学会"}
    assert len(shown(client.get(URL, {"show": "all"}))) == 3


def test_numbers_on_top_count_their_lists(client, reviewer):
    actions.claim(submitted("光学学会", is_late=True).pk, by=reviewer)
    returned("制冷学会", due=TODAY - dt.timedelta(days=1), by=reviewer)
    submitted("化学会")
    ObligationFactory()
    tiles = {tile["label"]: tile for tile in client.get(URL).context["tiles"]}
    assert {label: tile["number"] for label, tile in tiles.items()} == {
        "待处理": 3,
        "我认领的": 1,
        "退回后逾期未报": 1,
        "逾期": 1,
        "未报": 1,
    }
    for label in ("待处理", "我认领的", "退回后逾期未报", "逾期"):
        assert len(shown(client.get(URL + tiles[label]["url"]))) == tiles[label]["number"]
    not_filed = client.get(tiles["未报"]["url"]).context["cl"]
    assert not_filed.result_count == 1


@pytest.mark.parametrize("text", ["吉林省光学学会", "光学研究会", "省光学学会", "jlsgx", "DJ2017-"])
def test_search_finds_by_every_name_and_receipt(client, reviewer, text):
    filing = submitted("吉林省光学研究会")
    rename(filing.society, name="吉林省光学学会", on=dt.date(2015, 1, 1), short_name="省光学学会")
    other = submitted("长白山文化学会")
    Filing.objects.filter(pk=other.pk).update(receipt="X1")
    assert shown(client.get(URL, {"q": text})) == ["吉林省光学学会"]


@pytest.mark.parametrize("text", ["it学会", "It", "IT"])
def test_search_does_not_mind_case(client, reviewer, text):
    submitted("吉林省IT学会")
    submitted("吉林省林学会")
    assert shown(client.get(URL, {"q": text})) == ["吉林省IT学会"]


def test_search_goes_through_decided_filings_too(client, reviewer):
    filing = submitted("光学学会")
    actions.claim(filing.pk, by=reviewer)
    actions.approve(filing.pk, by=reviewer, version=1)
    assert shown(client.get(URL)) == []
    assert shown(client.get(URL, {"q": "光学"})) == ["光学学会"]
    assert shown(client.get(URL, {"state": "approved"})) == ["光学学会"]


def test_drafts_and_withdrawn_filings_are_not_shown(client, reviewer):
    filing = submitted("光学学会")
    actions.withdraw(filing.pk, by=secretary_of(filing.society))
    obligation = ObligationFactory()
    actions.start(
        PLAIN.code,
        society=obligation.society,
        cycle=obligation.cycle,
        by=secretary_of(obligation.society),
    )
    assert shown(client.get(URL, {"show": "all"})) == []


def test_pages_have_thirty_rows_and_keep_the_filter(client, reviewer):
    for _ in range(31):
        submitted()
    first = client.get(URL, {"state": "submitted"})
    assert len(shown(first)) == 30
    assert "共 31 件，第 1 页，共 2 页" in first.content.decode()
    assert "?state=submitted&amp;page=2" in first.content.decode()
    assert len(shown(client.get(URL, {"state": "submitted", "page": 2}))) == 1


def test_all_are_read_from_the_end_by_an_index_and_in_the_same_order(client, reviewer):
    """The last page of all begins with what is neither late nor overdue."""
    for days in range(32):
        submitted(days_ago=days)
    submitted("心理学会", is_late=True)
    returned("制冷学会", due=TODAY - dt.timedelta(days=2), by=reviewer)
    first, last = (shown(client.get(URL, {"show": "all", "page": page})) for page in (1, 2))
    assert first[:2] == ["心理学会", "制冷学会"]
    ordered = queries.in_queue_order(Filing.objects.all(), on=TODAY)
    names = [row.society_name for row in queries.listed(ordered, on=TODAY)]
    assert first + last == names and len(last) == 4


def queries_of(client, url) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return [query["sql"] for query in captured]


def test_cost_does_not_grow_with_rows(client, reviewer):
    client.get(URL)  # the session is stamped once a minute
    costs = []
    for more in (1, 2, 57):
        for _ in range(more):
            submitted(warnings=1)
        costs.append(len(queries_of(client, URL)))
    assert costs[0] == costs[1] == costs[2] <= 12


def test_documents_are_not_read(client, reviewer):
    submitted()
    assert not [sql for sql in queries_of(client, URL) if '"document"' in sql or "answers" in sql]


@pytest.mark.parametrize("role", [Role.COMMITTEE, Role.ADMINISTRATOR])
def test_committee_and_administrator_look(client, role):
    submitted("光学学会")
    client.force_login(UserFactory(role=role))
    assert shown(client.get(URL + "?show=all")) == ["光学学会"]


def test_each_desk_shows_first_what_its_role_decides(client, reviewer):
    """The committee reads registrations but they do not wait for it (design: who decides)."""
    submitted("光学学会")
    pk, filer, _ = start_plain(COMMITTEE_PLAIN)
    actions.submit(pk, by=filer)
    theirs = str(Filing.objects.get(pk=pk).society)
    assert shown(client.get(URL)) == ["光学学会"]
    client.force_login(UserFactory(role=Role.COMMITTEE))
    page = client.get(URL)
    assert shown(page) == [theirs] and "<b>1</b>待处理" in page.content.decode()
    assert set(shown(client.get(URL + "?show=all"))) == {"光学学会", theirs}
    client.force_login(UserFactory(role=Role.ADMINISTRATOR))
    assert set(shown(client.get(URL))) == {"光学学会", theirs}


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.LEADER, Role.LIAISON_OFFICER])
def test_others_do_not_enter(client, role):
    client.force_login(UserFactory(role=role))
    assert client.get(URL, follow=True).status_code == 403


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"discipline": "B"}, ["水利学会"]),
        ({"place": "2202"}, ["水利学会"]),
        ({"unit": "水利厅"}, ["水利学会"]),
        ({"advice": "differs"}, ["化学会"]),
        ({"advice": "same"}, ["光学学会", "水利学会"]),
        ({"warned": "yes"}, ["化学会"]),
        ({"warned": "no"}, ["光学学会", "水利学会"]),
        ({"claimed": "me"}, ["光学学会"]),
        ({"claimed": "nobody"}, ["化学会", "水利学会"]),
        ({"kind": "committee_plain"}, []),
        ({"state": "in_review", "claimed": "me"}, ["光学学会"]),
        (
            {"state": "nonsense", "place": "9999", "claimed": "x"},
            ["化学会", "光学学会", "水利学会"],
        ),
    ],
)
def test_filters(client, reviewer, query, expected):
    submitted("化学会", differs=True, warnings=1)
    actions.claim(submitted("光学学会").pk, by=reviewer)
    water = submitted("水利学会").society
    water.discipline, water.place_code = "B", "220200"
    water.save()
    water.support_unit.names.update(name="吉林省水利厅")
    assert shown(client.get(URL, query)) == expected


def test_filter_by_another_reviewer(client, reviewer):
    other = UserFactory(role=Role.REVIEWER, name="吴佳宁")
    actions.claim(submitted("植物学会").pk, by=other)
    submitted("化学会")
    assert shown(client.get(URL, {"claimed": other.pk})) == ["植物学会"]
