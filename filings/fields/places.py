"""Places by GB/T 2260: Jilin to the county with its former units, the other provinces to theirs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from societies import codes
from societies.codes import fold

HOME = "220000"
_KINDS = re.compile(
    r"(?<=.{2})(壮族|回族|维吾尔|朝鲜族|满族|蒙古族?|土家族|苗族|侗族|藏族|羌族|彝族|哈尼族|傣族|白族|黎族|哈萨克|柯尔克孜|布依族|达斡尔族|"
    r"各族)*(特别行政区|自治区|自治州|自治县|自治旗|地区|林区|新区|省|市|区|县|旗|盟|州)$"
)
_DETAIL = re.compile(
    r"[^省市县区,、/]{1,12}(镇|乡|村|屯|街道?|社区|林场|农场|屯子|组|路|号|公社)+.{0,12}"
)


@dataclass(frozen=True)
class Place:
    """A place with the code it counts under; `former` where another unit has taken it over."""

    code: str
    name: str
    parent: str
    former: bool = False
    asked: bool = False

    @property
    def province(self) -> str:
        return self.code[:2] if self.code[0] != "J" else HOME[:2]


def bare(name: str) -> str:
    """A name without the kind of its unit: 前郭尔罗斯蒙古族自治县 → 前郭尔罗斯."""
    short = _KINDS.sub("", name)
    return short if len(short) > 1 else name


def _places() -> Iterator[tuple[Place, codes.Coded]]:
    """All places with their rows, those of Jilin first."""
    for region in codes.jilin_regions():
        name = region.name.partition("(")[0]
        code = region.replaced_by or region.code
        yield Place(code, name, region.parent, former=bool(region.replaced_by)), region
    away = codes.regions()
    for region in away:
        prefecture, province = region.code[:4] + "00", region.code[:2] + "0000"
        parent = prefecture if region.code != prefecture and away.get(prefecture) else province
        yield Place(region.code, region.name, parent if parent != region.code else ""), region


@cache
def _by_spelling() -> dict[str, tuple[Place, ...]]:
    """Each spelling → the places it may mean."""
    found: dict[str, list[Place]] = {}
    for place, region in _places():
        asked = {fold(spelling) for spelling in region.asked}
        for spelling in {
            fold(place.name),
            fold(bare(place.name)),
            *map(fold, region.aliases),
        } - asked:
            found.setdefault(spelling, []).append(place)
        for spelling in asked:
            found.setdefault(spelling, []).append(replace(place, asked=True))
    return {spelling: tuple(places) for spelling, places in found.items()}


@cache
def _longest() -> int:
    return max(map(len, _by_spelling()))


@lru_cache(maxsize=4096)
def full_name(code: str) -> str:
    """The name with its province: 吉林省德惠市, 吉林省长春市朝阳区, 山东省烟台市. A county or
    county-level city stands directly behind the province, a district behind its city."""
    place = _by_code().get(code)
    if not place:
        return code
    chain = [place.name]
    parent = _by_code().get(place.parent)
    while parent:
        if not parent.parent or place.name.endswith("区"):
            chain.insert(0, parent.name)
        place, parent = parent, _by_code().get(parent.parent)
    return "".join(chain)


@cache
def _by_code() -> dict[str, Place]:
    return {place.code: place for place, _ in _places() if not place.former}


@dataclass(frozen=True)
class Route:
    """A way to read a text: the places from the biggest to the smallest, and what was left over."""

    path: tuple[Place, ...]
    rest: str

    @property
    def place(self) -> Place:
        return self.path[-1]

    @property
    def doubtful(self) -> bool:
        """Whether the spelling is vague, or the place has left the region it is named with."""
        moved = any(
            place.former and outer.code not in _around(_by_code()[place.code].parent)
            for outer, place in zip(self.path, self.path[1:], strict=False)
        )
        return moved or any(place.asked for place in self.path)

    @property
    def is_bare_district(self) -> bool:
        """Whether a city's district is named without its city."""
        outer = self.path[-2] if len(self.path) > 1 else None
        named = outer and outer.code == self.place.parent
        return self.place.name.endswith("区") and not named


def routes(text: str) -> list[Route]:
    """All ways to read a folded text as places within each other: those that leave least over, each
    place once."""
    found = list(_routes(text, (), 4))
    least = min((len(route.rest) for route in found), default=0)
    best = {}
    for route in found:
        if len(route.rest) == least:
            known = best.get(route.place.code)
            if not known or known.doubtful:
                best[route.place.code] = route
    if HOME in best and "220200" in best:
        return list(best.values())  # 吉林: the province or the city?
    provinces = [code for code in best if not _by_code()[code].parent]
    inner = {
        code
        for code in best
        # 河北 is the province, not a district of Tianjin; 通化 is the city, its county is 通化县;
        # 梨树 is the county of Jilin, not a district of a city elsewhere.
        if (provinces and code not in provinces)
        or any(outer in _around(code, False) for outer in best)
        or (_is_district(code) and any(_is_home_county(other) for other in best))
    }
    return [route for code, route in best.items() if code not in inner]


def _is_district(code: str) -> bool:
    return _by_code()[code].name.endswith("区")


def _is_home_county(code: str) -> bool:
    return code.startswith(HOME[:2]) and not _is_district(code)


def _routes(text: str, path: tuple[Place, ...], depth: int) -> Iterator[Route]:
    if path:
        yield Route(path, text)
    if not depth:
        return
    for length in range(min(_longest(), len(text)), 0, -1):
        for place in _by_spelling().get(text[:length], ()):
            outside = _around(place.parent) | (
                _around(_by_code()[place.code].parent) if place.former else set()
            )
            if not path or path[-1].code in outside:
                yield from _routes(text[length:], (*path, place), depth - 1)


def _around(code: str, itself: bool = True) -> set[str]:
    """A place and all that lie around it."""
    around = {code} if itself and code else set()
    place = _by_code().get(code)
    while place and place.parent:
        around.add(place.parent)
        place = _by_code().get(place.parent)
    return around


def has_namesake(place: Place) -> bool:
    """Whether another province has a place of the same short name."""
    return any(
        other.province != place.province for other in _by_spelling().get(fold(bare(place.name)), ())
    )


def is_complete(rest: str) -> bool:
    """Whether nothing follows a place, or only a smaller one: a town, a village, a street."""
    return not rest or bool(_DETAIL.fullmatch(rest))


def is_code(text: str) -> bool:
    return len(text) == 6 and text.isdigit() and text in _by_code()
