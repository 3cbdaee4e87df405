"""Queries whose SQL is written once ask as the ORM does, with the values of each call."""

import datetime as dt
import threading

import pytest
from django.db import connection, transaction

from accounts.models import User
from accounts.prepared import Prepared
from societies.models import Society, SocietyName
from societies.queries import read_names, societies_of_filer
from tests.factories import SocietyFactory, UserFactory, secretary_of

pytestmark = pytest.mark.django_db


def test_every_call_asks_with_its_own_values():
    one, other = SocietyFactory(), SocietyFactory()
    built = []

    def build(pk, on):
        built.append(pk)
        named = SocietyName.objects.filter(society=pk, valid_from__lte=on)
        return named.select_related("society").order_by("name")

    prepared = Prepared(build)
    for society, on in (
        (one, dt.date(2017, 1, 1)),
        (other, dt.date(1800, 1, 1)),
        (other, dt.date.max),
    ):
        expected = SocietyName.objects.filter(society=society, valid_from__lte=on)
        assert prepared(society.pk, on) == list(expected.order_by("name"))
    assert len(built) == 1
    with pytest.raises(SocietyName.DoesNotExist):
        prepared.get(other.pk, dt.date(1800, 1, 1))


def test_values_and_related_rows_come_as_from_the_orm(django_assert_num_queries):
    society = SocietyFactory()
    slugs = Prepared(lambda pk: Society.objects.filter(pk=pk).values_list("slug", flat=True))
    assert slugs(society.pk) == [society.slug]
    beside = Prepared(lambda pk: Society.objects.filter(pk=pk).select_related("support_unit"))
    with django_assert_num_queries(1):
        assert beside.get(society.pk).support_unit == society.support_unit


def test_moments_are_compared_as_they_are_kept():
    user = UserFactory()
    later = Prepared(lambda moment: User.objects.filter(date_joined__gt=moment))
    assert later(user.date_joined) == []
    assert later(user.date_joined - dt.timedelta(microseconds=1)) == [user]


def test_texts_are_looked_for_as_they_are():
    named = {
        name: SocietyFactory(name=name) for name in ("100%学会", "1000学会", "a_学\\会", "ab学会")
    }
    found = Prepared(
        lambda part, start: (
            SocietyName.objects.filter(name__contains=part, name__startswith=start)
            .order_by("name")
            .values_list("society", flat=True)
        ),
        keep_plan=False,
    )
    for part, start, expected in (
        ("学会", "100", ["1000学会", "100%学会"]),
        ("0%", "1", ["100%学会"]),
        ("学", "a_", ["a_学\\会"]),
        ("\\", "a", ["a_学\\会"]),
    ):
        assert sorted(found(part, start)) == sorted(named[name].pk for name in expected)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_threads_ask_each_by_its_own_connection():
    society = SocietyFactory()
    slugs = Prepared(lambda pk: Society.objects.filter(pk=pk).values_list("slug", flat=True))
    found = [slugs(society.pk)]

    def ask():
        found.append(slugs(society.pk))
        connection.close()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert found == [[society.slug]] * 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_rolled_back_or_new_connection_answers_as_before():
    society = SocietyFactory()
    slugs = Prepared(lambda pk: Society.objects.filter(pk=pk).values_list("slug", flat=True))
    with transaction.atomic():
        found = [slugs(society.pk)]
        transaction.set_rollback(True)
    found.append(slugs(society.pk))
    connection.close()
    found.append(slugs(society.pk))
    assert found == [[society.slug]] * 3


def test_names_that_were_read_are_not_asked_for_again(django_assert_num_queries):
    society = SocietyFactory()
    secretary = secretary_of(society)
    names = society.name, society.support_unit.name
    alone = Society.objects.select_related("support_unit").get(pk=society.pk)
    read_names(alone)
    [own] = societies_of_filer(secretary)
    with django_assert_num_queries(0):
        for read in (alone, own):
            assert (read.name, read.support_unit.name) == names
    with django_assert_num_queries(1):
        assert alone.names.filter(name="无此名称").count() == 0
