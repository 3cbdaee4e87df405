"""Builds the demonstration world through the real actions, each on its own day."""

import datetime as dt
from collections import Counter
from random import Random

from django.utils import timezone

from accounts import clock
from accounts.enums import Role
from filings import actions as filings
from filings.attachments import add_attachment
from filings.comments import add_comment, answer, resolve
from filings.enums import Level, Purpose, ScanNeed, State
from filings.kinds import get_kind
from filings.models import Filing
from filings.papers.marks import PageMark
from filings.staff_actions import receive_original
from ledger.home.demo import clones, documents, register, sizes
from ledger.home.demo.cast import JOINT, Cast, Setting, choose_cast
from ledger.home.demo.people import People
from ledger.home.demo.plan import Move, Story, read_plan
from ledger.home.demo.scans import sealed_page
from partyorgs.actions import assign_liaison_officer, end_liaison
from partyorgs.models import PartyOrganization
from societies.actions import leave
from societies.filers import let_file

KIND = "registration"
BULK = 1000  # societies from which a world is written in bulk
# How a secretary explains a warning of each rule.
EXPLANATIONS = {
    "members_counted": "办公室返聘人员 1 人，党组织关系在原单位，未列入表2。",
    "declared_against_advised": "成立时秘书处党员人数符合规定，之后人员有变动，已报告支撑单位。",
    "in_tables": "联合党支部书记由联合单位的党员担任，不在本会任职。",
    "group_leader_post": "理事长、副理事长、秘书长均非中共党员，经理事会研究，由党员常务理事担任。",
    "group_has_members": "理事会换届后将增补党员理事。",
    "group_has_resolution": "文件正在归档，纸质件已报省科协学会学术部。",
    "namesake": "两人同名，不是同一人，已核对。",
}
RETURN_TEXTS = {
    "inconsistent": "任职时间早于建立党组织时间，请核对。",
    "incomplete": "请补填党组织的批准文件。",
    "unclear": "学会负责人的党内外职务请写明单位职务和党内职务。",
    "against_rules": "申报的党组织与第2条、第3条规定的人数不符，请核对党员类别，或改报其他形式。",
}
# The cell that a return marks: of the first row of a group.
MARKED = {
    "inconsistent": ("party_leaders", "appointed_on"),
    "incomplete": ("organizations", "approval_document"),
    "unclear": ("heads", "inner_outer_posts"),
    "against_rules": ("organizations", "party_org_type"),
}
OFFICERS = (
    ("邹玉山", "吉林省科学技术协会学会学术部", "0431-5550 0121"),
    ("韦秋菊", "吉林省科学技术协会学会服务中心", "0431-5550 0122"),
    ("孟广林", "吉林省科学技术协会机关党委", "0431-5550 0123"),
)


class World:
    """The stories of the plan, told in the order of their days."""

    def __init__(self, stories=None, rows=None, *, people=None, copies=None):
        """The world of the plan; or of other stories and rows of the seed, with at least `people`
        in the ledger when each story is told as often as `copies` says (once)."""
        self.stories = stories or read_plan()
        self.rows = rows or register.seed_rows()
        self.wanted, self.copies = people, copies or dict.fromkeys(self.stories, 1)
        # Copies of rows would need copies of files: a world written in bulk asks for none.
        self.asks_scans = not copies
        self.register = register.Register()
        self.people = People()
        self.filers = {}

    def build(self) -> None:
        first_day = dt.datetime(2017, 5, 2, 8, tzinfo=timezone.get_default_timezone())
        with clock.pretend(first_day):
            self.register.build(self.stories, self.rows)
            self.users = register.make_accounts()
            self._let_leave(before=first_day.date())
            self.cycle = register.open_campaign(
                ScanNeed.APPROVAL if self.asks_scans else ScanNeed.NOT_NEEDED
            )
            if self.wanted is not None:
                self._enlarge()
            for slug, story in self.stories.items():
                if story.moves or slug in register.SECRETARIES:
                    self.filers[slug] = Filer(self, story)
        for moment, _, step in sorted(self._steps(), key=lambda row: row[:2]):
            with clock.pretend(moment):
                step()
        register.give_addresses()

    def _enlarge(self) -> None:
        persons = {
            slug: self.cast(story, People(), Random(slug)).everybody
            for slug, story in self.stories.items()
            if story.moves and story.moves[-1].verb == "approve"
        }
        self.stories = sizes.enlarge(self.stories, persons, self.wanted, self.copies)

    def cast(self, story: Story, people: People, rng) -> Cast:
        return choose_cast(story, self.setting(story), people, rng)

    def setting(self, story: Story) -> Setting:
        society = self.register.societies[story.slug]
        unit = society.support_unit
        on = self.cycle.reporting_date
        return Setting(
            name=society.name_on(on),
            discipline=society.discipline,
            unit=unit.name_on(on),
            body=unit.party_bodies.get().name_on(on),
        )

    def _let_leave(self, *, before: dt.date) -> None:
        """Those that left before the campaign: no obligation is made for them."""
        for story in self.stories.values():
            if story.left_on and story.left_on < before:
                self._leave(story)

    def _leave(self, story: Story) -> None:
        leave(
            self.register.societies[story.slug],
            by=self.users["admin"],
            on=story.left_on,
            reason=story.left_reason,
        )

    def _steps(self):
        """(moment, number, what happens): the number keeps equal moments in the plan's order."""
        number = 0
        for story in self.stories.values():
            for moment, step in self._steps_of(story):
                number += 1
                yield moment, number, step

    def _steps_of(self, story: Story):
        for move in story.moves:
            yield move.at, lambda move=move: self.filers[story.slug].make(move)
        if story.liaison:
            yield _morning(story.liaison.since), lambda: self._send_officer(story)
            if story.liaison.until:
                yield _morning(story.liaison.until), lambda: self._end_liaison(story)
        if story.left_on and story.left_on >= self.cycle.opens_on:
            yield _morning(story.left_on), lambda: self._leave(story)

    def _send_officer(self, story: Story) -> None:
        name, unit, phone = OFFICERS[len(story.slug) % len(OFFICERS)]
        assign_liaison_officer(
            self.register.societies[story.slug],
            by=self.users["committee"],
            officer_name=name,
            officer_unit=unit,
            officer_phone=phone,
            on=story.liaison.since,
        )

    def _end_liaison(self, story: Story) -> None:
        society = self.register.societies[story.slug]
        end_liaison(
            society.liaison_assignments.get(valid_until=None).pk,
            by=self.users["committee"],
            on=story.liaison.until,
            reason=story.liaison.end_reason,
        )


class Filer:
    """Makes the moves of one society's filing."""

    def __init__(self, world: World, story: Story):
        self.world, self.story = world, story
        self.society = world.register.societies[story.slug]
        # From the slug alone: a change to one story leaves the others as they were.
        self.rng = Random(story.slug)
        cast = world.cast(story, world.people, self.rng)
        self.document = documents.write(story, world.setting(story), cast, self.rng)
        name = story.secretary or (cast.cadres[0] if cast.cadres else cast.head).name
        username = register.SECRETARIES.get(story.slug, story.slug)
        self.secretary = register.make_user(username, name, Role.SECRETARY)
        let_file(self.society, self.secretary)
        self.reason = next((move.reason for move in story.moves if move.reason), "")
        self.filing = None

    def make(self, move: Move) -> None:
        by = self.world.users[move.by] if move.by else self.secretary
        getattr(self, "return_" if move.verb == "return" else move.verb)(move, by)

    def start(self, move, by) -> None:
        self.filing = filings.start(KIND, society=self.society, cycle=self.world.cycle, by=by)
        document = documents.first_version(self.document, self.reason)
        self.keys = {
            (group, index): f"r{self.rng.getrandbits(48):012x}"
            for group, rows in document["rows"].items()
            for index in range(len(rows))
        }
        filings.save_draft(
            self.filing.pk,
            by=by,
            cells=document["cells"] | self._row_cells(document),
            new_rows=[f"{group}/{key}" for (group, _), key in self.keys.items()],
        )

    def _row_cells(self, document) -> dict[str, str]:
        """The cells of all rows, by path."""
        return {
            f"{group}/{self.keys[group, index]}/{name}": text
            for group, rows in document["rows"].items()
            for index, row in enumerate(rows)
            for name, text in row.items()
        }

    def submit(self, move, by) -> None:
        """The first time as the society first had it, after a return with its cells put right."""
        self.filing.refresh_from_db()
        if self.filing.state == State.RETURNED:
            cells = self._row_cells(self.document)
            self.filing = filings.save_draft(self.filing.pk, by=by, cells=cells)
            answer(self.filing.comments.get(), by=by, text="已改正。")
        try:
            self.version = filings.submit(self.filing.pk, by=by)
        except filings.NotSubmittable as stopped:
            self._explain(stopped.checked.of(Level.WARNING), by)
            self.version = filings.submit(self.filing.pk, by=by)
        self._attach_scan(by)

    @property
    def on_paper(self) -> bool:
        """Whether the sealed paper itself came."""
        return "original" in self.story.twists

    def _attach_scan(self, by) -> None:
        """The sealed paper of what was submitted just now."""
        if not self.world.asks_scans or "no_scan" in self.story.twists or self.on_paper:
            return
        self.version.filing = Filing.objects.get(pk=self.filing.pk)
        page = sealed_page(PageMark.of(self.version))
        add_attachment(self.filing.pk, by=by, name="盖章件.png", data=page, purpose=Purpose.STAMPED)

    def _explain(self, warnings, by) -> None:
        explanations = {finding.key: EXPLANATIONS[finding.rule] for finding in warnings}
        filings.save_draft(self.filing.pk, by=by, explanations=explanations)

    def withdraw(self, move, by) -> None:
        filings.withdraw(self.filing.pk, by=by)

    def claim(self, move, by) -> None:
        filings.claim(self.filing.pk, by=by)

    def release(self, move, by) -> None:
        filings.release(self.filing.pk, by=by)

    def return_(self, move, by) -> None:
        group, name = MARKED[move.reason]
        path = f"{group}/{self.keys[group, 0]}/{name}"
        add_comment(self.filing.pk, by=by, path=path, text=RETURN_TEXTS[move.reason])
        filings.return_filing(
            self.filing.pk,
            by=by,
            version=self.version.number,
            reason=move.reason,
            text=RETURN_TEXTS[move.reason],
            due=move.due,
            cells=[path],
        )

    def approve(self, move, by) -> None:
        choices = {}
        if self.story.needs_decisions:
            for decision in get_kind(KIND).decisions(self.version):
                joined = decision.name.startswith("joint_")
                choices[decision.name] = self._joined_branch() if joined else "change"
        for comment in self.filing.comments.all():
            resolve(comment, by=by)
        if self.world.asks_scans and self.on_paper:
            receive_original(self.filing.pk, by=by, version=self.version.number)
        filings.approve(self.filing.pk, by=by, version=self.version.number, choices=choices)

    def _joined_branch(self) -> str:
        """The reviewer lets the society join the branch that the plan names, or makes a new one."""
        if not self.story.joins:
            return "new"
        branch = PartyOrganization.objects.get(owner__slug=self.story.joins, kind=JOINT)
        return str(branch.pk)


def _morning(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(9), timezone.get_default_timezone())


def build(*, societies: int | None = None, people: int | None = None, bulk_from=BULK) -> None:
    """The world of the plan, or one of another size, inside the caller's transaction."""
    if societies is None:
        World(people=people).build()
        return
    told = sizes.turns(societies)
    by_slug = {row["slug"]: row for row in register.seed_rows()}
    if societies < bulk_from:
        World(*sizes.retell(by_slug, told), people=people).build()
        return
    copies = Counter(slug for slugs in told for slug in slugs)
    World(people=people, copies=copies).build()
    clones.retell(told)
