"""Standing: what other systems are told, and what it stops in this one."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts.models import ApiToken, AuditRecord
from accounts.tokens import issue_token, revoke_token
from filings import actions as filings
from filings.rules import MoveNotAllowed
from ledger.inspection.filing_kinds import PROJECT
from societies.actions import begin_council_term
from societies.enums import Process
from societies.holds import hold_on, holds_on
from tests.factories import SocietyFactory, UserFactory, secretary_of
from tests.factories.inspection import DECISION_DAY, decided, on_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client):
    """Ask the endpoint with a token; gives status and JSON."""
    token = issue_token("年检系统")

    def asked(society, on="2018-06-30", token=token):
        slug = society if isinstance(society, str) else society.slug
        query = {"on": on} if on else {}
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        response = client.get(f"/api/societies/{slug}/standing/", query, headers=headers)
        assert response["Content-Type"] == "application/json"
        return response.status_code, response.json()

    asked.token = token
    return asked


def bar(penalty, document, until="2018-12-31"):
    fields = {"since": "2018-02-12", "until": until, "document": document, "clause": "注3"}
    return {"allowed": False, "reasons": [{"penalty": penalty, **fields}]}


def test_answer_of_a_society_under_all_penalties(ask):
    result = decided()
    number = result.document.number
    assert ask(result.society) == (
        200,
        {
            "society": result.society.slug,
            "on": "2018-06-30",
            "rating": bar("no_awards", number),
            "inspection": bar("inspection_failed", number),
            "election": bar("election_suspended", number, until=None),
            "projects": bar("no_projects", number),
        },
    )


@pytest.mark.parametrize(
    ("on", "barred"),
    [
        ("2018-02-11", []),
        ("2018-02-12", ["rating", "inspection", "election", "projects"]),
        ("2018-12-31", ["rating", "inspection", "election", "projects"]),
        ("2019-01-01", ["election"]),
    ],
)
def test_first_and_last_day_of_the_penalties(ask, on, barred):
    _, answer = ask(decided().society, on)
    parts = ("rating", "inspection", "election", "projects")
    assert [name for name in parts if not answer[name]["allowed"]] == barred


def test_society_without_a_result_may_do_everything(ask):
    status, answer = ask(SocietyFactory())
    assert status == 200
    assert answer["projects"] == {"allowed": True, "reasons": []}


def test_without_a_day_it_is_today(ask):
    with on_day(DECISION_DAY):
        assert ask(SocietyFactory(), on=None)[1]["on"] == "2018-02-12"


@pytest.mark.parametrize("token", ["", "x", "令牌"])
def test_without_a_token_in_force_nothing_is_told(ask, token):
    assert ask("nobody", token=token)[0] == 401


def test_a_signed_in_reader_needs_a_token_too(client):
    client.force_login(UserFactory(role="administrator"))
    response = client.get(f"/api/societies/{SocietyFactory().slug}/standing/")
    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")


def test_unknown_society(ask):
    assert ask("nobody")[0] == 404
    assert ask("没有")[0] == 404


@pytest.mark.parametrize("on", ["2018-2-30", "20180630", "2018-13-01", "明天", "2018-6-3"])
def test_wrong_date(ask, on):
    assert ask(SocietyFactory(), on)[0] == 400


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_what_only_reads_says_so_as_json(method):
    strict = Client(enforce_csrf_checks=True)
    response = strict.generic(method, f"/api/societies/{SocietyFactory().slug}/standing/")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert response.json() == {"error": "只能用 GET 查询。"}


def test_a_token_is_kept_as_a_hash_and_its_use_noted(ask):
    token = ApiToken.objects.get()
    assert ask.token not in token.token_hash
    ask(SocietyFactory())
    first = ApiToken.objects.get().last_used_at
    assert timezone.now() - first < dt.timedelta(minutes=1)
    ask(SocietyFactory())
    assert ApiToken.objects.get().last_used_at == first


def test_a_revoked_token_opens_nothing(ask):
    revoke_token(ApiToken.objects.get().pk, by=UserFactory(role="administrator"))
    assert ask(SocietyFactory())[0] == 401
    moves = [row.detail["move"] for row in AuditRecord.objects.filter(action="api_token")]
    assert sorted(moves) == ["issue", "revoke"]


def test_the_command_prints_the_token_alone(capsys, client):
    call_command("api_token", "项目系统")
    token = capsys.readouterr().out.strip()
    path = f"/api/societies/{SocietyFactory().slug}/standing/"
    response = client.get(path, headers={"Authorization": f"Bearer {token}"})
    assert response.status_code == 200
    with pytest.raises(CommandError, match="同名"):
        call_command("api_token", "项目系统")


def test_an_answer_takes_few_queries(ask, client, django_assert_num_queries):
    society = decided().society
    ask(society)
    with django_assert_num_queries(4):  # token, society, penalties, results
        ask(society)


def test_an_election_is_held_until_the_penalty_is_lifted():
    society = decided().society
    fields = {"number": 2, "starts_on": DECISION_DAY, "ends_on": dt.date(2023, 2, 11)}
    by = UserFactory(role="administrator")
    with on_day(dt.date(2018, 6, 30)), pytest.raises(ValidationError, match="换届暂缓.*解除为止"):
        begin_council_term(society, by=by, **fields)
    other = SocietyFactory()
    begin_council_term(other, by=by, **fields)
    assert other.council_terms.get().number == 2


def test_a_project_application_is_refused():
    result = decided()
    society, cycle = result.society, result.inspection.cycle
    by = secretary_of(society)
    with on_day(dt.date(2018, 6, 30)), pytest.raises(MoveNotAllowed, match="不能申报.*12月31日"):
        filings.start(PROJECT.code, society=society, cycle=cycle, by=by)
    with on_day(dt.date(2019, 1, 1)):
        assert filings.start(PROJECT.code, society=society, cycle=cycle, by=by).pk


def test_holds_of_many_societies_are_asked_at_once(django_assert_num_queries):
    held, free = decided(number="吉科协决字〔2018〕7号").society, SocietyFactory()
    day = dt.date(2018, 6, 30)
    with django_assert_num_queries(2):
        found = holds_on([held.pk, free.pk], Process.AWARD, on=day)
    text = "不能参与评优：2018年2月12日起，到2018年12月31日（吉科协决字〔2018〕7号，注3）。"
    assert found == {held.pk: text}
    assert hold_on(free, Process.AWARD, on=day) == ""
