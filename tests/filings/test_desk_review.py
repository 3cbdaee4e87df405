"""The review page of a registration: what it shows, to whom, and at what cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import clock
from accounts.enums import Role
from accounts.models import AuditRecord
from filings import actions
from filings.comments import add_comment, answer
from filings.enums import State
from filings.models import Filing
from partyorgs.actions import assign_liaison_officer
from tests.factories import (
    FilingFactory,
    SocietyFactory,
    UserFactory,
    approve,
    cadre,
    claimed,
    council_member,
    document,
    organization,
    secretary_of,
    submitted,
)

pytestmark = pytest.mark.django_db

PHONE, EMAIL = "15400007788", "xujing@example.org"


@pytest.fixture
def reviewer(client):
    user = UserFactory(role=Role.REVIEWER, name="许晴")
    client.force_login(user)
    return user


def url(filing, part="change") -> str:
    return f"/admin/filings/filing/{filing.pk}/{part}/"


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def with_phone(**cells) -> Filing:
    society = SocietyFactory(name="吉林省光学学会")
    people = [cadre(name="许静", mobile=PHONE, email=EMAIL), cadre(), cadre()]
    return submitted(society, content=document(society, cadres=people, **cells))


def test_tables_show_the_normalized_version(client, reviewer):
    society = SocietyFactory()
    content = document(society, staff_count="１２人")
    page = text(client.get(url(submitted(society, content=content))))
    assert "表1. 吉林省科协所属学会党建信息表" in page
    assert "１２人" not in page and ">12<" in page


def test_contacts_are_masked_until_asked_for(client, reviewer):
    filing = with_phone()
    page = text(client.get(url(filing)))
    assert "154****7788" in page and "x***@example.org" in page
    assert PHONE not in page and EMAIL not in page
    assert not AuditRecord.objects.filter(action="reveal").exists()


def test_reveal_shows_everything_once_and_is_recorded(client, reviewer):
    filing = with_phone()
    response = client.post(url(filing, "reveal"))
    assert PHONE in text(response) and EMAIL in text(response)
    assert "no-store" in response["Cache-Control"]
    record = AuditRecord.objects.get(action="reveal")
    assert (record.by, record.target, record.detail) == (reviewer, filing.receipt, {"path": "*"})
    assert PHONE not in text(client.get(url(filing)))


def test_reveal_of_one_cell_shows_only_that(client, reviewer):
    filing = with_phone()
    key = filing.document["rows"]["cadres"][0]["key"]
    page = text(client.post(url(filing, "reveal"), {"path": f"cadres/{key}/mobile"}))
    assert PHONE in page and EMAIL not in page


def test_phone_in_an_explanation_is_masked(client, reviewer):
    society = SocietyFactory()
    draft = FilingFactory(society, content=document(society, party_member_count="99"))
    warning = actions.check(draft).of("warning")[0]
    explained = {warning.key: f"请致电{PHONE}。"}
    actions.save_draft(draft.pk, by=secretary_of(society), explanations=explained)
    actions.submit(draft.pk, by=secretary_of(society))
    assert "请致电154****7788。" in text(client.get(url(draft)))


def test_findings_stand_beside_their_table_with_explanation(client, reviewer):
    society = SocietyFactory()
    filing = submitted(society, content=document(society, party_member_count="99"))
    response = client.get(url(filing))
    sheet = response.context["sheets"][0]
    assert [(note["level"], note["explanation"]) for note in sheet["margin"]] == [
        ("warning", "情况属实。")
    ]
    page = text(response)
    assert "已说明" in page and "99" in sheet["margin"][0]["text"]
    assert 'id="cell-party_member_count"' in page and "cell--warning" in page


def test_timeline_tells_newest_first(client, reviewer):
    filing = claimed(with_phone(), by=reviewer)
    actions.return_filing(
        filing.pk, by=reviewer, version=1, reason="against_rules", text="请核对。"
    )
    texts = [event["text"] for event in client.get(url(filing)).context["timeline"]]
    assert texts[0] == "许晴 退回修改：与规定不符"
    assert texts[1] == "许晴 认领"
    assert texts[2].endswith(" 提交第 1 版")


def test_side_tells_obligation_ledger_and_liaison_officer(client, reviewer):
    filing = with_phone()
    assign_liaison_officer(
        filing.society,
        by=UserFactory(role=Role.COMMITTEE),
        officer_name="韩冬",
        officer_unit="吉林大学",
        on=clock.today(),
    )
    facts = dict(client.get(url(filing)).context["facts"])
    assert facts["应报"] == "2017-11-20，首报按时"
    assert facts["联络员"] == "韩冬，仍在任；秘书处已有党员，可建独立党支部（第3条）"
    assert facts["台账党组织"] == "无"
    approve(filing)
    facts = dict(client.get(url(filing)).context["facts"])
    assert "独立党支部" in facts["台账党组织"]


def test_decision_must_be_taken_before_approval(client, reviewer):
    society = SocietyFactory()
    filing = claimed(
        submitted(society, content=document(society, society="吉林省新名学会")), by=reviewer
    )
    page = text(client.get(url(filing)))
    assert "名册改为：吉林省新名学会" in page
    refused = client.post(url(filing, "approve"), {"version": 1})
    assert "请选择。" in text(refused)
    assert Filing.objects.get(pk=filing.pk).state == State.IN_REVIEW
    client.post(url(filing, "approve"), {"version": 1, "choice-register_name": "change"})
    assert Filing.objects.get(pk=filing.pk).state == State.APPROVED
    society.refresh_from_db()
    assert society.name == "吉林省新名学会"


def test_joint_branch_is_joined_or_made(client, reviewer):
    first, second = SocietyFactory(), SocietyFactory()
    second.support_unit = first.support_unit
    second.save()
    joint = organization("联合党支部")
    few = [cadre(), cadre()]
    approve(submitted(first, content=document(first, organizations=[joint], cadres=few)))
    mine = organization("联合党支部")
    few = [cadre(), cadre()]
    filing = submitted(second, content=document(second, organizations=[mine], cadres=few))
    claimed(filing, by=reviewer)
    field = client.get(url(filing)).context["approval_form"].questions[0]
    assert [value for value, _ in field.field.choices][-1] == "new"
    branch = field.field.choices[0][0]
    client.post(url(filing, "approve"), {"version": 1, field.html_name: branch})
    held = second.organization_memberships.get()
    assert held.organization.owner == first


def test_cost_does_not_grow_with_people_and_events(client, reviewer):
    client.get("/admin/filings/filing/")
    costs = []
    for number in (1, 3, 60):
        society = SocietyFactory()
        council = [council_member() for _ in range(number)]
        content = document(society, council=council)
        filing = claimed(submitted(society, content=content), by=reviewer)
        for _ in range(number):
            comment = add_comment(filing.pk, by=reviewer, path="staff_count", text="请核对。")
            answer(comment, by=reviewer, text="好。")
        actions.return_filing(filing.pk, by=reviewer, version=1, reason="unclear", text="请核对。")
        actions.submit(filing.pk, by=secretary_of(society))
        claimed(filing, by=reviewer)
        submitted()
        client.get(url(filing))
        with CaptureQueriesContext(connection) as captured:
            client.get(url(filing))
        costs.append(len(captured))
    assert costs[0] == costs[1] == costs[2] <= 16, [q["sql"] for q in captured]
