"""Accounts, societies and the 2017 cycle."""

import datetime as dt

import factory
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from filings.models import Cycle, Obligation
from societies.actions import pinyin_initials
from societies.enums import Membership
from societies.models import Society, SocietyAccount, SocietyName, SupportUnit, SupportUnitName

DEADLINE = dt.date(2017, 11, 20)


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"user{n}")
    name = factory.Sequence(lambda n: f"测试{n}")
    role = Role.SECRETARY
    password = "!"  # tests sign in by force_login
    notice_accepted_at = factory.LazyFunction(timezone.now)


class SupportUnitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SupportUnit
        skip_postgeneration_save = True

    @factory.post_generation
    def name(self, create, extracted, **kwargs):
        SupportUnitName.objects.create(unit=self, name=extracted or f"吉林省第{self.pk}研究院")


class SocietyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Society

    slug = factory.Sequence(lambda n: f"society-{n}")
    name = factory.Sequence(lambda n: f"吉林省第{n}学会")
    discipline = "A"
    place_code = "220100"
    support_unit = factory.SubFactory(SupportUnitFactory)
    membership = Membership.MEMBER
    member_from = dt.date(2000, 1, 1)

    @classmethod
    def _create(cls, model, name, **fields):
        society = super()._create(model, pinyin_initials=pinyin_initials(name), **fields)
        short_name = name.removeprefix("吉林")
        SocietyName.objects.create(society=society, name=name, short_name=short_name)
        return society


class CycleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Cycle
        django_get_or_create = ["year"]

    year = 2017
    title = "2017年度党建信息填报"
    document_title = "2017年吉林省科协所属学会党建工作要点"
    document_number = "吉科协发学字〔2017〕1号"
    opens_on = dt.date(2017, 5, 2)
    deadline = DEADLINE
    reporting_date = DEADLINE
    goal_percent = 90
    goal_date = dt.date(2017, 12, 31)
    inspection_year = 2018


class ObligationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Obligation

    cycle = factory.SubFactory(CycleFactory)
    society = factory.SubFactory(SocietyFactory)
    due = factory.SelfAttribute("cycle.deadline")


def secretary_of(society) -> User:
    """The account that files for a society, made when there is none."""
    account = society.accounts.filter(valid_until=None).select_related("user").first()
    if account is None:
        account = SocietyAccount.objects.create(society=society, user=UserFactory())
    return account.user
