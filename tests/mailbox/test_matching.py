"""A society is matched by a name that the register holds, and never by one that is alike."""

import datetime as dt

import pytest

from filings.mailbox.matching import match
from societies.models import SocietyName
from tests.factories import SocietyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def physics():
    society = SocietyFactory(name="吉林省物理学会")
    society.names.update(short_name="省物理学会", valid_from=dt.date(2010, 1, 1))
    SocietyName.objects.create(
        society=society, name="吉林省物理研究学会", valid_until=dt.date(2010, 1, 1)
    )
    return society


@pytest.fixture
def others():
    return [SocietyFactory(name=f"吉林省{name}学会") for name in ("化学", "地理", "物流")]


@pytest.mark.parametrize(
    "written",
    [
        "吉林省物理学会",
        " 吉林省 物理学会\n（盖章）",
        "省物理学会",
        "吉林省物理研究学会",
        "“吉林省物理学会”",
    ],
)
def test_name_short_name_and_former_name_match(physics, others, written):
    assert match(written, "化学会.xlsx").society == physics.pk


@pytest.mark.parametrize("written", ["吉林省物里学会", "吉林物理学会", "吉林省物理协会"])
def test_name_that_is_alike_is_proposed_first(physics, others, written):
    found = match(written, "吉林省物理学会.xlsx")
    assert found.society is None
    assert found.proposals[0] == physics.pk


def test_name_like_none_proposes_nothing(physics, others):
    assert match("长春市钱币收藏俱乐部", "") == match("", "表1.xlsx")


@pytest.mark.parametrize(
    "name",
    ["吉林省物理学会.xlsx", "附件/吉林省物理学会 党建信息表（1）.docx", "吉林省物理学会/表1-3.xls"],
)
def test_file_name_decides_where_the_cells_say_nothing(physics, others, name):
    assert match("", name).society == physics.pk


@pytest.mark.parametrize(
    "name", ["长春省物理学会.xlsx", "吉林省物理学会代报吉林省天文学会.xlsx", "省物理学会.xlsx"]
)
def test_file_name_only_proposes_what_is_not_certain(physics, others, name):
    found = match("", name)
    assert (found.society, found.proposals) == (None, (physics.pk,))


def test_name_of_two_societies_is_asked(physics):
    namesake = SocietyFactory(name="吉林省某学会")
    namesake.names.update(short_name="省物理学会")
    assert match("省物理学会", "").proposals == (physics.pk, namesake.pk)
