"""The register changes by actions: names, units, Party bodies, and what each leaves in history."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from accounts.enums import Role
from accounts.models import AuditRecord
from partyorgs.actions import assign_liaison_officer
from partyorgs.models import LiaisonAssignment
from societies import actions
from societies.enums import BodyKind
from societies.models import Society
from tests.factories import SocietyFactory, SupportUnitFactory, UserFactory
from tests.races import at_once

pytestmark = pytest.mark.django_db
DAY = dt.date(2017, 6, 1)


@pytest.fixture
def admin():
    return UserFactory(role=Role.ADMINISTRATOR)


def add_society(by=None, **fields):
    given = {
        "name": "吉林省量子学会",
        "discipline": "A",
        "place_code": "220100",
        "membership": "applicant",
    }
    return actions.add_society(**given | fields, by=by)


def test_a_society_gets_a_name_an_address_and_a_history(admin):
    society = add_society(admin)
    assert (society.name, society.slug) == ("吉林省量子学会", "jlslzxh")
    assert society.history.get().history_user == admin
    assert AuditRecord.objects.get(action="change_register").target == "jlslzxh"


def test_a_second_society_with_the_same_initials_gets_another_address(admin):
    add_society(admin)
    assert add_society(admin, name="吉林省粮仔学会").slug == "jlslzxh-2"


def test_a_name_that_another_bears_is_refused_and_nothing_is_entered(admin):
    add_society(admin)
    with pytest.raises(ValidationError, match="名册里已有叫这个名称的学会"):
        add_society(admin, slug="another")
    assert Society.objects.count() == 1


@pytest.mark.parametrize("make", [SocietyFactory, SupportUnitFactory])
def test_a_renamed_one_keeps_its_former_name(make, admin):
    named = make(name="吉林省旧名会")
    actions.rename(named, name="吉林省新名会", on=DAY, by=admin)
    named = type(named).objects.get(pk=named.pk)
    assert named.name_on(DAY) == "吉林省新名会"
    assert named.name_on(dt.date(2017, 5, 31)) == "吉林省旧名会"


def test_initials_follow_a_name_in_force(admin, settings):
    settings.BUSINESS_DATE = dt.date(2017, 11, 6)
    society = SocietyFactory(name="吉林省旧名会")
    actions.rename(society, name="吉林省新名会", on=DAY, by=admin)
    assert Society.objects.search("jlsxmh").get() == society


@pytest.mark.parametrize(
    ("name", "on", "says"),
    [
        ("吉林省旧名会", DAY, "相同"),
        ("吉林省新名会", dt.date(1900, 1, 1), "须晚于这一天"),
        ("吉林省别人会", DAY, "名册里已有"),
        ("", DAY, "不能为空|空白"),
    ],
)
def test_a_wrong_renaming_is_refused(name, on, says, admin):
    SocietyFactory(name="吉林省别人会")
    society = SocietyFactory(name="吉林省旧名会")
    with pytest.raises(ValidationError, match=says):
        actions.rename(society, name=name, on=on, by=admin)
    assert Society.objects.get(pk=society.pk).name == "吉林省旧名会"


def test_only_what_was_typed_changes(admin):
    """Two who opened the same page change different things: both stay."""
    one, two = SocietyFactory(discipline="A"), Society.objects.get()
    actions.change(one, by=admin, discipline="B")
    actions.change(two, by=admin, place_code="220200")
    society = Society.objects.get()
    assert (society.discipline, society.place_code) == ("B", "220200")
    assert society.history.count() == 1 + 2  # made, changed twice


def test_no_party_body_stands_above_itself(admin):
    top = actions.add_party_body("省委工委", kind=BodyKind.SUPERIOR, by=admin)
    below = actions.add_party_body("党委", kind=BodyKind.COMMITTEE, parent=top, by=admin)
    with pytest.raises(ValidationError, match="它自己，或它的下级"):
        actions.change(top, by=admin, parent=below)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_rename_at_once_one_is_told(race_rounds):
    for _ in range(race_rounds):
        society, by = SocietyFactory(), UserFactory(role=Role.ADMINISTRATOR)
        outcomes = at_once(
            *(
                lambda s=society, b=by, n=name: actions.rename(s, name=n, on=DAY, by=b)
                for name in (f"甲会{society.pk}", f"乙会{society.pk}")
            )
        )
        assert sorted(outcome is None for outcome in outcomes) == [False, True]
        assert society.names.count() == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_add_the_same_society_one_is_told(race_rounds):
    by = UserFactory(role=Role.ADMINISTRATOR)
    for number in range(race_rounds):
        name = f"吉林省第{number}新会"
        outcomes = at_once(*[lambda n=name: add_society(by, name=n)] * 2)
        assert sorted(outcome is None for outcome in outcomes) == [False, True]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_send_an_officer_one_is_told(race_rounds):
    for _ in range(race_rounds):
        society, by = SocietyFactory(), UserFactory(role=Role.COMMITTEE)

        def assign(s=society, b=by):
            assign_liaison_officer(s, by=b, officer_name="韩冬", officer_unit="吉林大学", on=DAY)

        assert sorted(o is None for o in at_once(assign, assign)) == [False, True]
        assert LiaisonAssignment.objects.filter(society=society).count() == 1
