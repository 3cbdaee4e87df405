"""What is measured. A new case is one more line of CASES: its name, its aim in multiples of the
bare page, the n-th request of it in a world, and the status of its answer."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from bench.server import Request

QUEUE = "/admin/filings/filing/"
POSTS = ("常务理事", "理事")  # the first one stands in the roster at the beginning


@dataclass(frozen=True)
class Case:
    name: str
    aim: float
    request: Callable[[dict, int], Request]  # (what stands in the world, n) -> request
    status: int = 200


def page(path: str, role: str) -> Callable[[dict, int], Request]:
    """A page read by a role; `{…}` in the path is taken from what stands in the world."""
    return lambda world, n: Request(path.format_map(world), world["sessions"][role])


def search(path: str, text: str) -> Callable[[dict, int], Request]:
    return lambda world, n: Request(
        f"{path}?{urlencode({'q': text.format_map(world)})}", world["sessions"]["reviewer"]
    )


def autosave(world, n) -> Request:
    """One cell of the roster changes to and fro."""
    path = f"council/{world['row']}/society_post"
    was, text = POSTS[n % 2], POSTS[(n + 1) % 2]
    form = {"account": world["account"], "seen": json.dumps({path: was}), path: text}
    return Request(f"/filings/{world['roster']}/autosave/", world["sessions"]["secretary"], form)


def submit(world, n) -> Request:
    pk, revision, session = world["to_submit"][n]
    return Request(f"/filings/{pk}/submit/", session, {"revision": revision, "declared": "on"})


def approve(world, n) -> Request:
    path = f"{QUEUE}{world['to_approve'][n]}/approve/"
    return Request(path, world["sessions"]["reviewer"], {"version": 1})


def standing(world, n) -> Request:
    """Whether a society may do what penalties stop, asked by another system."""
    path = f"/api/societies/{world['society']}/standing/?on=2017-11-06"
    return Request(path, token=world["token"])


FORM = {  # of yardstick.CycleForm
    "document_title": "2017年工作要点",
    "document_number": "〔2017〕1号",
    "opens_on": "2017-05-02",
    "deadline": "2017-11-20",
    "reporting_date": "2017-11-20",
    "goal_percent": "90",
    "goal_date": "2017-12-31",
    "resubmission_days": "7",
    "branch_full_members": "3",
    "group_members": "3",
    "email": "party@example.org",
}

BARE = Case("bare page", 1, page("/page/", "reviewer"))
BARE_FORM = Case(
    "bare form POST",
    1,
    lambda world, n: Request(
        "/form/",
        world["sessions"]["reviewer"],
        FORM | {"title": f"第{n}次填报"},
    ),
)
LAST = "?show=all&page=9999"  # leads to the last page there is by then
CASES = (
    Case("home", 3, page("/", "secretary")),
    Case("queue, first page", 3, page(QUEUE, "reviewer")),
    Case("queue, last page", 3, page(QUEUE + LAST, "reviewer")),
    Case("queue, search", 3, search(QUEUE, "jlswlxh")),
    Case("review page", 4, page(QUEUE + "{to_review}/change/", "reviewer")),
    Case("editor, 60 roster rows", 3, page("/filings/{roster}/table3/", "secretary")),
    Case("autosave", 3, autosave),
    Case("submit", 6, submit, status=302),
    Case("approve", 6, approve, status=302),
    Case("coverage", 3, page("/coverage/", "leader")),
    Case("inspection", 3, page("/inspection/2017/", "leader")),
    Case("standing", 2, standing),
    Case("person search", 3, search("/admin/members/person/", "{person}")),
)
