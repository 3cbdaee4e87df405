"""Next year's filing starts from the ledger, and updates the same people."""

import datetime as dt

import pytest

from accounts.enums import Role
from filings import actions
from filings.cycle_actions import open_cycle
from filings.models import Filing
from ledger.home.verification.branches import check_organizations
from ledger.home.verification.ledger import check_ledger
from ledger.home.verification.report import Report
from ledger.registration import posting
from members.models import Person, Post
from partyorgs.models import OrganizationMember, PartyOrganization
from tests.factories import (
    CycleFactory,
    SocietyFactory,
    UserFactory,
    approve,
    cadre,
    council_member,
    document,
    secretary_of,
    submitted,
)
from tests.filings.editor_pages import EditorPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def first():
    """The approved filing of 2017, with somebody who stands in two tables."""
    society = SocietyFactory(name="吉林省物理学会")
    both = cadre(name="高文博", mobile="15400009999")
    seat = council_member(name="高文博", phone="15400009999", society_post="秘书长")
    council = [council_member(name="何志远"), seat, council_member()]
    content = document(society, cadres=[cadre(), both, cadre()], council=council)
    return approve(submitted(society, content=content))


@pytest.fixture
def draft(first, settings):
    settings.BUSINESS_DATE = dt.date(2018, 11, 6)
    cycle = CycleFactory(
        year=2018,
        opens_on=dt.date(2018, 11, 1),
        deadline=dt.date(2018, 11, 20),
        reporting_date=dt.date(2018, 11, 20),
        goal_date=dt.date(2018, 12, 31),
        inspection_year=2019,
    )
    open_cycle(cycle)
    by = secretary_of(first.society)
    return actions.start("registration", society=first.society, cycle=cycle, by=by)


def row(filing, group, index) -> dict:
    return filing.document["rows"][group][index]


def give_ages(filing):
    for group in ("heads", "party_leaders"):
        for one in filing.document["rows"][group]:
            one["age"] = "59"


def finish(filing):
    """Submit and approve what stands in the draft."""
    give_ages(filing)
    for warning in actions.check(filing).of("warning"):
        filing.answers.setdefault("explanations", {})[warning.key] = "情况属实。"
    filing.save()
    actions.submit(filing.pk, by=secretary_of(filing.society))
    return approve(Filing.objects.get(pk=filing.pk), by=UserFactory(role=Role.REVIEWER))


def remove(filing, group, index, **said):
    one = row(filing, group, index)
    by = secretary_of(filing.society)
    actions.remove_row(filing.pk, group, one["key"], by=by)
    actions.save_draft(filing.pk, by=by, gone={f"{group}/{one['key']}": said})
    return Filing.objects.get(pk=filing.pk), one


def differences() -> list[str]:
    """What `manage.py verify` would say about the ledger."""
    report = Report()
    check_ledger(report)
    check_organizations(report)
    return report.differences


def rules(filing) -> set[str]:
    return {finding.rule for finding in actions.check(filing).findings}


def test_draft_holds_what_was_approved_but_no_age_of_last_year(first, draft):
    approved = first.versions.get().normalized
    assert draft.document["rows"]["cadres"] == approved["rows"]["cadres"]
    assert draft.document["cells"] == approved["cells"]
    assert row(draft, "heads", 0)["name"] == approved["rows"]["heads"][0]["name"]
    assert row(draft, "heads", 0)["age"] == ""


def test_approval_updates_the_same_people_posts_and_organization(draft):
    before = {model: model.objects.count() for model in (Person, Post, OrganizationMember)}
    row(draft, "cadres", 0).update(education="硕士研究生", email="")
    row(draft, "council", 0)["society_post"] = "副理事长"
    row(draft, "organizations", 0)["party_work_funds"] = "8000"
    finish(draft)
    assert {model: model.objects.count() for model in before} == before
    person = Person.objects.get(key=row(draft, "cadres", 0)["key"])
    assert (person.education, person.email) == ("14", "")
    assert person.valid_from == dt.date(2017, 11, 6)
    assert Post.objects.get(row_key=row(draft, "council", 0)["key"]).title == "副理事长"
    assert PartyOrganization.objects.get().work_funds == 8000
    assert differences() == []


def test_who_left_leaves_with_date_and_reason(draft):
    draft, gone = remove(draft, "cadres", 2, why="left", on="2018年3月", note="退休")
    assert "row_gone" not in rules(draft)
    draft.document["cells"]["party_member_count"] = "4"
    finish(draft)
    person = Person.objects.get(key=gone["key"])
    assert (person.valid_until, person.left_reason) == (dt.date(2018, 3, 31), "退休")
    assert person.posts.get().valid_until == dt.date(2018, 3, 31)
    assert Person.objects.current(dt.date(2018, 2, 1)).filter(pk=person.pk).exists()
    assert differences() == []


def test_who_was_declared_by_mistake_was_never_there(draft):
    draft, gone = remove(draft, "council", 2, why="mistake")
    finish(draft)
    person = Person.objects.get(key=gone["key"])
    assert person.left_reason == "误填"
    assert not Person.objects.current(dt.date(2017, 12, 1)).filter(pk=person.pk).exists()


def test_who_leaves_one_of_two_posts_stays_the_same_person(draft):
    draft, gone = remove(draft, "cadres", 1, why="left", on="2018-06", note="不再兼任")
    finish(draft)
    person = Person.objects.get(name="高文博")
    assert person.valid_until is None
    ended = person.posts.exclude(valid_until=None).get()
    assert ended.row_key == gone["key"]
    assert differences() == []


def test_who_comes_into_another_table_stays_the_same_person(draft):
    seat = row(draft, "council", 0)
    card = cadre(name="何志远", mobile=seat["phone"])
    draft.document["rows"]["cadres"].append(card)
    finish(draft)
    person = Person.objects.get(name="何志远")
    assert person.key == seat["key"]
    assert {"secretariat", "council"} <= set(person.posts.values_list("kind", flat=True))
    assert differences() == []


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "离开，还是误填"),
        ({"why": "left"}, "离开日期"),
        ({"why": "left", "on": "2019年1月", "note": "退休"}, "之后"),
        ({"why": "left", "on": "去年", "note": "退休"}, "离开日期"),
        ({"why": "left", "on": "2018年3月"}, "离开的原因"),
    ],
)
def test_removal_that_is_not_explained_stops_the_submission(draft, said, words):
    draft, _ = remove(draft, "council", 2, **said)
    give_ages(draft)
    draft.save()
    found = [f for f in actions.check(draft).findings if f.rule == "row_gone"]
    assert len(found) == 1 and words in found[0].message
    with pytest.raises(actions.NotSubmittable):
        actions.submit(draft.pk, by=secretary_of(draft.society))


def test_emptied_row_asks_to_be_removed(draft):
    row(draft, "council", 2).update(dict.fromkeys(row(draft, "council", 2).keys() - {"key"}, ""))
    assert "row_gone" in rules(draft)


def test_other_name_in_a_row_of_the_ledger_is_to_explain(draft):
    row(draft, "council", 0)["name"] = "何 志远"
    assert "renamed" not in rules(draft)
    row(draft, "council", 0)["name"] = "韩冬梅"
    assert "renamed" in rules(draft)


def test_pasted_roster_keeps_who_is_there_and_asks_about_who_is_not(client, draft):
    client.force_login(secretary_of(draft.society))
    before = draft.document["rows"]["council"]
    page = EditorPage(client, f"/filings/{draft.pk}/table3/")
    names = ["韩冬梅", before[0]["name"], before[1]["name"]]
    page.set("paste-council-text", "\n".join(names)).set("paste-council-at", before[0]["key"])
    html = page.set("paste-council-first", "name").press("放入表中").content.decode()
    draft.refresh_from_db()
    after = draft.document["rows"]["council"]
    assert [one["name"] for one in after] == names
    assert [one["key"] for one in after[1:]] == [one["key"] for one in before[:2]]
    assert f"“{before[2]['name']}”在台账中，为什么删除？" in html


def test_organization_of_the_ledger_stays_what_it_is(draft):
    by = secretary_of(draft.society)
    row(draft, "organizations", 0)["party_org_type"] = "联合党支部"
    assert "row_stays" in rules(draft)
    row(draft, "organizations", 0)["party_org_type"] = "独立支部"
    assert "row_stays" not in rules(draft)
    actions.remove_row(draft.pk, "organizations", row(draft, "organizations", 0)["key"], by=by)
    assert "row_stays" in rules(Filing.objects.get(pk=draft.pk))


def test_posting_next_year_again_changes_nothing(draft):
    draft, _ = remove(draft, "cadres", 1, why="left", on="2018-06", note="不再兼任")
    filing = finish(draft)
    before = [list(model.objects.order_by("pk").values()) for model in (Person, Post)]
    version = filing.versions.get()
    on = dt.date(2018, 11, 6)
    values = posting.version_values(version, on=on)
    posting.post(version, values=values, by=filing.decided_by, on=on, choices={})
    assert before == [list(model.objects.order_by("pk").values()) for model in (Person, Post)]


def test_filer_removes_and_explains_without_javascript(client, draft):
    client.force_login(secretary_of(draft.society))
    address = f"/filings/{draft.pk}/table3/"
    gone = row(draft, "council", 2)
    page = EditorPage(client, address)
    remove_url = f"{address}rows/council/{gone['key']}/remove/"
    page.buttons["删除那一行"] = remove_url
    html = page.press("删除那一行").content.decode()
    assert f"“{gone['name']}”在台账中，为什么删除？" in html
    assert "删除的原因是离开，还是误填？" in html
    page = EditorPage(client, address)
    name = f"gone:council/{gone['key']}:"
    page.set(name + "why", "left").set(name + "on", "2018年3月").set(name + "note", "退休")
    html = page.press("保存").content.decode()
    assert "删除的原因是" not in html and 'value="退休"' in html
    page = EditorPage(client, address)
    page.press("恢复")
    draft.refresh_from_db()
    assert gone in draft.document["rows"]["council"]


def test_organization_of_the_ledger_offers_no_removal(client, draft):
    client.force_login(secretary_of(draft.society))
    key = row(draft, "organizations", 0)["key"]
    page = EditorPage(client, f"/filings/{draft.pk}/organizations/?open={key}")
    assert not any(f"organizations/{key}/remove" in url for url in page.buttons.values())
    assert any(f"organizations/{key}/duplicate" in url for url in page.buttons.values())


def test_reviewer_reads_why_a_row_is_gone(client, draft):
    draft, gone = remove(draft, "council", 2, why="left", on="2018年3月", note="退休")
    give_ages(draft)
    for warning in actions.check(draft).of("warning"):
        draft.answers.setdefault("explanations", {})[warning.key] = "情况属实。"
    draft.save()
    actions.submit(draft.pk, by=secretary_of(draft.society))
    client.force_login(UserFactory(role=Role.REVIEWER))
    url = f"/admin/filings/filing/{draft.pk}/change/?against=ledger"
    html = client.get(url).content.decode()
    assert "离开：2018-03，退休" in html
    assert f"{gone['name']}从台账中离开或作误填处理" in html


def test_society_that_joined_a_branch_files_again(draft):
    """The branch is another society's; the row of this one names it under its own key."""
    branch = PartyOrganization.objects.get()
    other = SocietyFactory(support_unit=draft.society.support_unit)
    PartyOrganization.objects.filter(pk=branch.pk).update(owner=other, key="r" + 12 * "0")
    finish(draft)
    assert PartyOrganization.objects.get().owner == other
    assert OrganizationMember.objects.get().society == draft.society
