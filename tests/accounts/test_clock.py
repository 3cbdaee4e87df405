"""The business clock."""

import datetime as dt
import subprocess
import sys

import pytest
import time_machine
from django.utils import timezone

from accounts import clock


def test_date_is_fixed_and_time_of_day_is_real(settings):
    settings.BUSINESS_DATE = dt.date(2017, 11, 6)
    with time_machine.travel("2026-11-23T06:03:22+00:00", tick=False):
        assert clock.now().isoformat() == "2017-11-06T14:03:22+08:00"
        assert clock.today() == dt.date(2017, 11, 6)


def test_date_is_that_of_shanghai(settings):
    settings.BUSINESS_DATE = None
    with time_machine.travel("2017-11-20T16:30:00+00:00", tick=False):
        assert clock.today() == dt.date(2017, 11, 21)


def test_end_of_day_is_the_last_second():
    end = clock.end_of_day(dt.date(2017, 11, 20))
    assert timezone.localtime(end).isoformat() == "2017-11-20T23:59:59+08:00"


@pytest.mark.parametrize(
    ("environment", "complaint"),
    [
        ({"SECRET_KEY": "x" * 60, "BUSINESS_DATE": "2017-11-06"}, "DEMO=1"),
        ({}, "SECRET_KEY"),
    ],
)
def test_settings_refuse_to_start(environment, complaint):
    outcome = subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        env={"PATH": "/usr/bin:/bin", **environment},
        capture_output=True,
        text=True,
    )
    assert outcome.returncode != 0
    assert complaint in outcome.stderr
