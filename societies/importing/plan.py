"""What lists would change in the register: each row becomes 新增, 修改, 不变, or wrong. Nothing is
written."""

from collections import Counter

from accounts import clock
from societies import codes
from societies.actions import pinyin_initials
from societies.enums import Membership
from societies.importing.columns import ACCOUNTS, SHEETS, SOCIETIES, UNITS
from societies.importing.known import Known, known_register
from societies.importing.rows import ADDED, CHANGED, UNCHANGED, Lists, Row

ELSEWHERE = "和名册不同；请在学会页面办理“入会”或“退会”。"
# What is compared of a society that the register knows: column, words for a value.
KEPT = {
    "discipline": lambda code: codes.disciplines().name(code),
    "place_code": codes.region_name,
    "charter_has_party_building": lambda held: "是" if held else "否",
}


def plan(lists: Lists) -> Known:
    """Say of each row what it would do, or what is wrong; gives what the rows were compared
    with."""
    known = known_register(lists)
    Units(lists, known).run()
    Societies(lists, known).run()
    Accounts(lists, known).run()
    return known


class Sheet:
    """One sheet's rows, each compared with the register and with the rows before it."""

    title: str
    key: tuple[str, ...]  # columns that no two rows share

    def __init__(self, lists: Lists, known: Known, *, names=()):
        self.lists, self.known = lists, known
        self.names_by_fold = {codes.fold(name): name for name in names}

    def run(self) -> None:
        seen: dict[tuple, int] = {}
        for row in self.lists.rows(self.title):
            key = tuple(row.says(name) for name in self.key)
            if all(key) and (first := seen.setdefault(key, row.number)) != row.number:
                row.wrong(self.key[0], f"与第 {first} 行重复。")
            row.changes.clear()
            if row.says(self.key[0]):
                self.compare(row)
            row.state = row.state or (CHANGED if row.changes else UNCHANGED)

    def compare(self, row: Row) -> None:
        raise NotImplementedError

    def check_spelling(self, row: Row, name: str) -> None:
        """A new name that only spaces or brackets tell from one that is there is a slip."""
        there = self.names_by_fold.setdefault(codes.fold(name), name)
        if there != name:
            row.wrong("name", f"与“{there}”只差空格、括号等写法，请改成一样。")

    def differs(self, row: Row, name: str, before, say=str) -> None:
        """Note where a filled cell says something else than the register."""
        if row.texts.get(name) and name not in row.errors and row.values[name] != before:
            label = SHEETS[self.title].base_fields[name].label
            row.changes.append((label, say(before) if before else "", say(row.values[name])))


class Units(Sheet):
    title, key = UNITS, ("name",)

    def __init__(self, lists, known):
        super().__init__(lists, known, names=known.units)

    def compare(self, row):
        name = row.says("name")
        row.found = unit = self.known.units.get(name)
        if name in self.known.former_units and unit is None:
            row.wrong("name", f"这是“{self.known.former_units[name]}”的旧名称。")
        if unit is None:
            row.state = ADDED
            self.check_spelling(row, name)
        else:
            self.differs(row, "contact", unit.contact)
            self.differs(row, "phone", unit.phone)
        body = row.says("body")
        if body in self.known.bodies:
            if unit is None or self.known.bodies[body] != unit.pk:
                row.wrong("body", "名册里已有叫这个名称的党组织。")
        elif body:
            self.differs(row, "body", "")


class Societies(Sheet):
    title, key = SOCIETIES, ("name",)

    def __init__(self, lists, known):
        super().__init__(lists, known, names=known.societies)
        self.units = set(known.units) | {row.says("name") for row in lists.rows(UNITS)}
        self.unit_names = {unit.pk: name for name, unit in known.units.items()}
        self.slugs = set(known.slugs)
        self.namesakes: Counter[str] = Counter()  # by initials, so that none is tried twice

    def compare(self, row):
        name, slug = row.says("name"), row.says("slug")
        row.found = society = self.known.societies.get(name)
        owner = self.known.slugs.get(slug)
        if society is None and name in self.known.former_societies:
            row.wrong("name", f"这是“{self.known.former_societies[name]}”的旧名称。")
            return
        if owner and owner != name:
            row.wrong("slug", f"这个网址代号是“{owner}”的；学会更名请在学会页面办理。")
        unit = row.says("support_unit")
        if unit and unit not in self.units:
            row.wrong("support_unit", "名册和“支撑单位”表里都没有这个单位，须写全称。")
        if society is None:
            self._new(row, name)
        else:
            self._existing(row, society)

    def _new(self, row, name: str) -> None:
        row.state = ADDED
        self.check_spelling(row, name)
        for column in ("discipline", "place_code", "membership"):
            if not row.texts.get(column):
                row.wrong(column, "新学会必须填写。")
        is_member = row.says("membership") == Membership.MEMBER
        if row.says("membership") and is_member != bool(row.texts.get("member_from")):
            row.wrong("member_from", "团体会员须填写入会日期，申请入会的不填。")
        if (since := row.says("member_from")) and since > clock.today():
            row.wrong("member_from", "日期不能晚于今天。")
        slug = row.says("slug")
        if slug and slug in self.slugs and slug not in self.known.slugs:
            row.wrong("slug", "与前面的行重复。")
        row.values["initials"] = initials = pinyin_initials(name)
        row.values["slug"] = slug or self._free_slug(initials[:40])
        self.slugs.add(row.values["slug"])

    def _free_slug(self, initials: str) -> str:
        slug = initials
        while slug in self.slugs:
            self.namesakes[initials] += 1
            slug = f"{initials}-{self.namesakes[initials] + 1}"
        return slug

    def _existing(self, row, society) -> None:
        if row.says("slug") and row.says("slug") != society.slug:
            row.wrong("slug", f"名册里是 {society.slug}，不能改。")
        if row.says("membership") and row.says("membership") != society.membership:
            row.wrong("membership", ELSEWHERE)
        if row.says("member_from") and row.says("member_from") != society.member_from:
            row.wrong("member_from", ELSEWHERE)
        self.differs(row, "short_name", society.known_short_name)
        for name, say in KEPT.items():
            self.differs(row, name, getattr(society, name), say)
        self.differs(row, "support_unit", self.unit_names.get(society.support_unit_id, ""))


class Accounts(Sheet):
    title, key = ACCOUNTS, ("society", "name")

    def __init__(self, lists, known):
        super().__init__(lists, known)
        self.names = set(known.societies) | {row.says("name") for row in lists.rows(SOCIETIES)}
        self.new_slugs = {r.says("name"): r.values.get("slug") for r in lists.rows(SOCIETIES)}
        self.short_names = {name: set(held) for name, held in known.short_names.items()}
        for row in lists.rows(SOCIETIES):
            if short := row.says("short_name"):
                self.short_names.setdefault(short, set()).add(row.says("name"))
        self.usernames = set(known.users)
        self.usernames |= {row.says("username") for row in lists.rows(ACCOUNTS)}
        self.given: set[str] = set()

    def compare(self, row):
        society = self._society(row)
        if society is None:
            return
        row.values["society"] = society
        slug = self._slug(society)
        username = row.says("username")
        user = self.known.users.get(username)
        filers = self.known.filers.get(slug, [])
        if username is None:
            namesakes = [filer for filer in filers if filer.name == row.says("name")]
            user = namesakes[0] if namesakes else None
        elif user and user not in filers:
            row.wrong("username", "这个用户名已有人使用。")
        elif username in self.given:
            row.wrong("username", "与前面的行重复。")
        row.found = user
        if user is None:
            row.state = ADDED
            row.values["username"] = username or self._free_username(slug)
        else:
            for name in ("name", "phone", "email"):
                self.differs(row, name, getattr(user, name))
        self.given.add(row.values.get("username", ""))

    def _society(self, row) -> str | None:
        """The current name of the society that a row names."""
        text = row.says("society")
        found = {name for name in (text, self.known.former_societies.get(text)) if name}
        found &= self.names
        found = found or set(self.short_names.get(text, ()))
        if len(found) == 1:
            return found.pop()
        several = f"不止一个学会叫这个：{'、'.join(sorted(found))}。"
        row.wrong("society", several if found else "名册里没有这个学会，须写全称。")
        return None

    def _slug(self, name: str) -> str:
        society = self.known.societies.get(name)
        return society.slug if society else self.new_slugs[name]

    def _free_username(self, slug: str) -> str:
        username, number = slug, 1
        while username in self.usernames:
            number += 1
            username = f"{slug}-{number}"
        self.usernames.add(username)
        return username
