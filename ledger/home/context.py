"""The navigation of each role; the campaign that runs, for pages that see no other."""

from accounts import clock
from accounts.enums import Role
from filings.queries import current_cycle

LINKS = {
    Role.SECRETARY: [
        ("首页", "/"),
        ("填报", "/filings/"),
        ("年检", "/inspection/"),
        ("填报人", "/team/"),
        ("工作要点", "/policy/"),
    ],
    Role.REVIEWER: [
        ("审核", "/admin/filings/filing/"),
        ("学会名册", "/admin/societies/society/"),
        ("台账", "/admin/"),
        ("覆盖率", "/coverage/"),
        ("年检", "/inspection/"),
        ("工作要点", "/policy/"),
    ],
    Role.COMMITTEE: [
        ("审核", "/admin/filings/filing/"),
        ("联络员", "/admin/partyorgs/liaisonassignment/"),
        ("台账", "/admin/"),
        ("覆盖率", "/coverage/"),
        ("年检", "/inspection/"),
        ("工作要点", "/policy/"),
    ],
    Role.LEADER: [("覆盖率", "/coverage/"), ("年检", "/inspection/"), ("工作要点", "/policy/")],
    Role.ADMINISTRATOR: [
        ("后台", "/admin/"),
        ("学会名册", "/admin/societies/society/"),
        ("覆盖率", "/coverage/"),
        ("年检", "/inspection/"),
        ("工作要点", "/policy/"),
    ],
}

# Pages that stand at an address of their own under a link of the navigation.
UNDER = {"/admin/filings/mailbox/": "/admin/filings/filing/"}


def navigation(request):
    """`navigation`: the links of the signed-in role, the longest matching address active;
    `user_line`."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": [], "user_line": ""}
    links = LINKS.get(user.role, [])
    place = next((top for part, top in UNDER.items() if request.path.startswith(part)), None)
    place = place or request.path
    matching = [url for _, url in links if place.startswith(url) and url != "/"]
    active = max(matching, key=len, default=place)
    return {
        "navigation": [
            {"label": label, "url": url, "active": url == active} for label, url in links
        ],
        "user_line": f"{user.name} · {user.get_role_display()}",
    }


def campaign(request):
    """`running_cycle`: the Cycle that runs today, read only by a template that names it."""
    return {"running_cycle": lambda: current_cycle(clock.today())}
