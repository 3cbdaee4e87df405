"""Which tests run on the database in use, and how hard the large ones try."""

import os
import signal

import hypothesis
import pytest
from django.core.management import call_command
from django.db import connection, transaction

from tests import races

hypothesis.settings.register_profile(
    "ci", max_examples=50, deadline=None, derandomize=True, database=None
)
hypothesis.settings.register_profile("long", max_examples=1000, deadline=None, database=None)
hypothesis.settings.load_profile("ci")
LONGEST = {"test_run.py", "test_demo.py", "test_race_pairs.py", "test_access.py"}
FULL_RACE = 200  # rounds in `make long` (config/bin/test.sh)


def pytest_collection_modifyitems(config, items):
    """Deselect what the other database or `make long` is for, and on PostgreSQL what no database
    can make a difference to; no test is ever skipped."""
    is_second = connection.vendor == "postgresql"
    foreign = {"sqlite"} if is_second else {"postgres", "browser"}
    if config.getoption("--hypothesis-profile") != "long":
        foreign.add("long")
    deselected = [
        item
        for item in items
        if foreign & {mark.name for mark in item.iter_markers()}
        or (is_second and not asks_database(item))
    ]
    config.hook.pytest_deselected(items=deselected)
    kept = [item for item in items if item not in deselected]
    # Files stay whole (config/bin/test.sh); with the longest first the workers end together.
    items[:] = sorted(kept, key=lambda item: item.path.name not in LONGEST)


def asks_database(item) -> bool:
    fixtures = {"db", "transactional_db", "live_server"}
    return bool(item.get_closest_marker("django_db") or fixtures & set(item.fixturenames))


def race_count() -> int:
    return int(os.environ.get("RACE_ROUNDS", 20))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    """Nobody is connected any more when the database is dropped."""
    if connection.vendor == "postgresql":
        connection.ops.sql_flush = emptying
    yield
    races.go_home()


def emptying(style, tables, **options) -> list[str]:
    """After a test that commits: few rows are deleted in a fifth of the time in which so many
    tables are truncated. What Django would write anew stays."""
    kept = {"django_content_type", "auth_permission"}
    deletions = [f"DELETE FROM {connection.ops.quote_name(table)}" for table in {*tables} - kept]
    # No trigger asks or forbids anything.
    return ["; ".join(["SET LOCAL session_replication_role = replica", *deletions])]


@pytest.fixture(scope="module")
def build_once(django_db_setup, django_db_blocker):
    """build_once(make): what `make` writes stands for all tests of a file, each of which changes
    its own copy, and is taken back after them. Not for a file with tests that commit."""

    def build(make):
        with django_db_blocker.unblock():
            return make()

    with django_db_blocker.unblock(), transaction.atomic():
        with django_db_blocker.block():
            yield build
        transaction.set_rollback(True)


@pytest.fixture
def race_rounds():
    """How often a race between two threads is run."""
    return race_count()


@pytest.fixture
def task_queue(settings):
    """Tasks wait in the database; gives the function that lets a worker do what there is. The
    worker closes its connection now and then: on PostgreSQL only for tests with real commits."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    heeded = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def work(**options):
        call_command("db_worker", batch=True, startup_delay=False, **options)

    yield work
    for number, handler in heeded.items():
        signal.signal(number, handler)


def pytest_terminal_summary(terminalreporter):
    """Say how large the samples were, and what tests have counted."""
    for report in terminalreporter.stats.get("passed", []):
        for name, text in report.user_properties:
            if name == "said":
                terminalreporter.write_line(text)
    examples, full = (
        hypothesis.settings.get_profile(name).max_examples
        for name in (hypothesis.settings.get_current_profile_name(), "long")
    )
    terminalreporter.write_line(
        f"samples: {examples} of {full} examples a property, "
        f"{race_count()} of {FULL_RACE} rounds a race"
    )
