"""What approval writes into the ledger."""

import datetime as dt

import pytest

from accounts.enums import Role
from filings import actions
from filings.enums import State
from filings.kinds import get_kind
from filings.models import Filing
from filings.rules import MoveNotAllowed
from ledger.registration import posting
from members.enums import PartyStatus, PostKind
from members.models import Person, Post
from partyorgs.models import OrganizationMember, PartyOrganization, SocietyFigures
from tests.factories import (
    SocietyFactory,
    UserFactory,
    approve,
    cadre,
    claimed,
    council_member,
    document,
    organization,
    submitted,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2017, 11, 6)


def ledger() -> dict:
    return {
        model.__name__: list(model.objects.order_by("pk").values())
        for model in (Person, Post, PartyOrganization, OrganizationMember, SocietyFigures)
    }


def test_approval_posts_people_posts_organization_and_figures():
    filing = approve()
    assert filing.state == State.APPROVED
    assert Person.objects.filter(society=filing.society).count() == 6
    kinds = Post.objects.values_list("kind", flat=True)
    assert sorted(kinds) == sorted(
        3 * [PostKind.SECRETARIAT]
        + 3 * [PostKind.COUNCIL]
        + [PostKind.HEAD, PostKind.PARTY_SECRETARY]
    )
    branch = PartyOrganization.objects.get()
    assert (branch.kind, branch.level) == ("independent_branch", "secretariat")
    assert branch.established_text == "2017年9月"
    assert branch.established_on == branch.valid_from == dt.date(2017, 9, 18)  # the approval's day
    assert branch.leader == Person.objects.order_by("pk").first()
    assert (branch.work_funds, branch.venue_area) == (5000, 60)
    assert [member.society for member in branch.members.all()] == [filing.society]
    figures = SocietyFigures.objects.get()
    assert (figures.party_member_count, figures.secretariat_full_members) == (6, 3)


def test_posting_the_same_version_again_changes_nothing():
    filing = approve()
    before = ledger()
    version = filing.versions.get()
    posting.post(
        version,
        values=posting.version_values(version, on=TODAY),
        by=filing.decided_by,
        on=TODAY,
        choices={},
    )
    assert ledger() == before


def test_person_of_two_tables_is_one_person_with_two_posts():
    society = SocietyFactory()
    both = cadre(name="高文博", mobile="15400009999", birth_month="1971年2月")
    seat = council_member(name="高文博", phone="15400009999", society_post="秘书长")
    people = {"cadres": [both, cadre(), cadre()], "council": [seat, council_member()]}
    approve(submitted(society, content=document(society, **people)))
    person = Person.objects.get(name="高文博")
    assert person.key == both["key"]
    assert person.birth_month == dt.date(1971, 2, 1)
    assert set(person.posts.values_list("kind", "title")) >= {
        (PostKind.SECRETARIAT, "学会专职干事"),
        (PostKind.COUNCIL, "秘书长"),
    }


def test_head_who_is_not_a_member_is_a_person_without_membership():
    society = SocietyFactory()
    content = document(society)
    content["rows"]["heads"][0].update(name="孙立群", political_status="民盟盟员")
    approve(submitted(society, content=content))
    assert Person.objects.get(name="孙立群").party_status == PartyStatus.NONE


def test_two_organizations_at_once():
    society = SocietyFactory()
    organizations = [organization("功能型党小组"), organization("独立党支部")]
    approve(submitted(society, content=document(society, organizations=organizations)))
    kinds = set(society.organization_memberships.values_list("kind", "level"))
    assert kinds == {("functional_group", "council"), ("independent_branch", "secretariat")}


def differing(name="吉林省测试学会", **cells):
    society = SocietyFactory(name=name)
    return claimed(submitted(society, content=document(society, **cells)))


def test_register_difference_must_be_decided():
    filing = differing(society="吉林省测验学会")
    with pytest.raises(MoveNotAllowed, match="学会名称与名册不同"):
        approve(filing)
    assert Filing.objects.get(pk=filing.pk).state == State.IN_REVIEW
    assert ledger()["Person"] == []


@pytest.mark.parametrize(
    ("choice", "name"), [("change", "吉林省测验学会"), ("keep", "吉林省测试学会")]
)
def test_register_follows_the_decision(choice, name):
    filing = differing(society="吉林省测验学会")
    (decision,) = get_kind(filing.kind).decisions(filing.versions.get())
    assert decision.name == "register_name"
    approved = approve(filing, choices={"register_name": choice})
    assert approved.society.name == name
    assert approved.society.name_on(dt.date(2017, 1, 1)) == "吉林省测试学会"


def test_support_unit_that_is_new_enters_the_register():
    filing = differing(support_unit="长春师范大学")
    approved = approve(filing, choices={"register_support_unit": "change"})
    assert approved.society.support_unit.name == "长春师范大学"


def test_place_is_compared_by_its_name():
    same = differing(name="吉林省同地学会", place="长春市朝阳区")
    assert get_kind("registration").decisions(same.versions.get()) == []
    filing = differing(place="吉林市船营区")
    approved = approve(filing, choices={"register_place": "change"})
    assert approved.society.place_code == "220204"


def joint(society, partner=None, **kwargs):
    branch = organization("联合党支部", member_units=partner.name if partner else "")
    content = document(
        society, cadres=[cadre()], council=[council_member()], organizations=[branch], **kwargs
    )
    return submitted(society, content=content)


def test_joint_branch_named_partner_counts_when_its_own_filing_joins_it():
    first, second = SocietyFactory(), SocietyFactory()
    approve(joint(first, partner=second))
    branch = PartyOrganization.objects.get()
    assert [str(member) for member in branch.members.all()] == [first.name, second.name]
    assert branch.members.filter(society=second).count() == 0

    filing = joint(second)
    (decision,) = get_kind(filing.kind).decisions(filing.versions.get())
    assert [value for value, _ in decision.options] == [str(branch.pk), "new"]
    with pytest.raises(MoveNotAllowed, match="并入已有的"):
        approve(filing)
    approve(Filing.objects.get(pk=filing.pk), choices={decision.name: str(branch.pk)})
    assert PartyOrganization.objects.count() == 1
    assert {member.society for member in branch.members.all()} == {first, second}


def test_joint_branch_made_anew_where_the_reviewer_says_so():
    first, second = SocietyFactory(), SocietyFactory()
    approve(joint(first, partner=second))
    filing = joint(second)
    (decision,) = get_kind(filing.kind).decisions(filing.versions.get())
    approve(filing, choices={decision.name: "new"})
    assert PartyOrganization.objects.count() == 2


def test_nobody_approves_what_they_entered():
    filing = submitted()
    reviewer = UserFactory(role=Role.REVIEWER)
    actions.claim(filing.pk, by=reviewer)
    Filing.objects.filter(pk=filing.pk).update(started_by=reviewer)
    with pytest.raises(MoveNotAllowed, match="他人批准"):
        actions.approve(filing.pk, by=reviewer, version=1)
