"""Worlds of other sizes: the plan's stories told again and again under other names."""

from collections import Counter
from dataclasses import replace
from functools import cache

from ledger.home.demo.plan import Story, read_plan
from societies import codes

# Only a council that is large anyway grows with the number of people.
GROWING = 3


class Impossible(Exception):
    """No world has this size; `str()` says so in Chinese."""


@cache
def _regions() -> tuple[str, ...]:
    regions = codes.jilin_regions()
    return tuple(r.name for r in regions if r.status == "current" and r.level != "province")


def local_name(name: str, turn: int) -> str:
    """What a body of the plan is called in another turn: 吉林省数学会 → 南关区数学会."""
    if turn == 0:
        return name
    again, place = divmod(turn - 1, len(_regions()))
    region = _regions()[place] + (f"第{again + 1}" if again else "")
    return name.replace("吉林省", region) if "吉林省" in name else f"{name}{region}分部"


def turns(societies: int) -> list[list[str]]:
    """For each turn the slugs of the plan that it tells; the last turn tells a part of them."""
    if societies < 1:
        raise Impossible("学会个数至少是 1。")
    slugs = list(read_plan())
    full, rest = divmod(societies, len(slugs))
    return [slugs] * full + ([some_of(rest)] if rest else [])


def some_of(number: int) -> list[str]:
    """Some stories of the plan; societies that share a branch stay together."""
    stories = read_plan()
    owner = {slug: story.joins or slug for slug, story in stories.items()}
    shared = {slug for slug, size in Counter(owner.values()).items() if size > 1}
    chosen: set[str] = set()
    for branch in [slug for slug in stories if slug in shared]:
        group = {slug for slug in stories if owner[slug] == branch}
        if len(chosen) + len(group) <= number:
            chosen |= group
    singles = [slug for slug in stories if owner[slug] not in shared]
    chosen.update(singles[: number - len(chosen)])
    return [slug for slug in stories if slug in chosen]


def retell(rows: dict[str, dict], told: list[list[str]]) -> tuple[dict[str, Story], list[dict]]:
    """Stories, and rows of the seed (given by slug), of several turns."""
    plan = read_plan()
    stories: dict[str, Story] = {}
    seed = []
    for turn, slugs in enumerate(told):
        for slug in slugs:
            story = _in_turn(plan[slug], turn)
            stories[story.slug] = story
            seed.append(_row_in_turn(rows[slug], story.slug, turn))
    return stories, seed


def slug_in(slug: str, turn: int) -> str:
    return f"{slug}-{turn}" if turn else slug


def _in_turn(story: Story, turn: int) -> Story:
    if turn == 0:
        return story
    units = [local_name(unit, turn) for unit in story.joint_with.split("、") if unit]
    return replace(
        story,
        slug=slug_in(story.slug, turn),
        joins=story.joins and slug_in(story.joins, turn),
        joint_with="、".join(units),
        head="",
        secretary="",
    )


def _row_in_turn(row: dict, slug: str, turn: int) -> dict:
    if turn == 0:
        return row
    name = local_name(row["name"], turn)
    unit = local_name(row["support_unit"], turn)
    return {**row, "slug": slug, "name": name, "short_name": name, "support_unit": unit}


def enlarge(
    stories: dict[str, Story], persons: dict[str, int], people: int, copies: dict[str, int]
) -> dict[str, Story]:
    """Stories with larger councils, so that at least `people` stand in the ledger.

    `persons` says how many each story brings there as it is, `copies` how often it is told.
    """
    missing = people - sum(persons[slug] * copies[slug] for slug in persons)
    growing = [slug for slug in persons if stories[slug].council >= GROWING]
    if missing < 0 or not growing:
        raise Impossible(f"这么多学会，台账人员不能是 {people} 人。")
    each = missing // sum(copies[slug] for slug in growing)
    missing -= each * sum(copies[slug] for slug in growing)
    larger = dict(stories)
    for slug in growing:
        more = each + (missing > 0)
        missing -= copies[slug] if missing > 0 else 0
        larger[slug] = replace(stories[slug], council=stories[slug].council + more)
    return larger
