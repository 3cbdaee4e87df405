"""Chromium, cut off from the network, with an eye on its console."""

import os
import shutil
import threading
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

# Playwright's own event loop runs in the thread of the test.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

QUIET = (
    "--no-sandbox --disable-dev-shm-usage --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)
# Not by a route of Playwright's: that would ask Python about every file, and switch the cache off.
ONLY_OWN_SERVER = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost"
REPORT_VIOLATIONS = """
addEventListener("securitypolicyviolation",
    (event) => console.error("CSP", event.violatedDirective, event.blockedURI, event.sample));
"""


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell")
    return {
        **browser_type_launch_args,
        "executable_path": chromium,
        "args": [*QUIET.split(), ONLY_OWN_SERVER],
    }


@pytest.fixture(autouse=True)
def answered(transactional_db):
    """What the closed pages had still asked for is answered before the database is emptied."""
    yield
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(timeout=30)
            assert not thread.is_alive(), "a request is never answered"


@pytest.fixture
def page_errors():
    """What the console of any page says at level error; must be empty at the end of the test.

    A test that expects an error asserts it and clears the list.
    """
    errors = []
    yield errors
    assert errors == []


@pytest.fixture
def new_context(new_context, page_errors):
    """Makes a browser session of its own; a test with one user just takes `page`."""

    def note(message):
        if message.type == "error":
            page_errors.append(f"{message.text} ({message.location['url']})")

    def make(**options):
        context = new_context(**options)
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("console", note)
        context.on("weberror", lambda error: page_errors.append(str(error.error)))
        return context

    return make


@pytest.fixture(params=[360, 1280])
def width(request, page):
    """Runs the test on a phone's and on a desk's width."""
    page.set_viewport_size({"width": request.param, "height": 800})
    return request.param


@pytest.fixture(scope="session")
def axe():
    """axe(page) asserts that the page has no accessibility finding."""

    def check(page):
        # Preloading writes imported style sheets into the page, which the policy forbids.
        options = {"preload": False, "resultTypes": ["violations"]}
        results = Axe().run(page, options=options)
        assert results.violations_count == 0, results.generate_report()

    return check
