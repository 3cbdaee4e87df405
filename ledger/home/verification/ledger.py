"""The ledger of Tables 1–3 against what the approved versions say: each version is read again by
the schemas, and what posting would write (ledger.registration.plan) is compared with what stands
there."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.db.models import Max

from filings.enums import Level, State
from filings.kinds import get_kind
from filings.models import Filing, Version
from filings.rules import local_date
from ledger.registration.plan import Plan, plan
from members.models import Person, Post
from partyorgs.enums import OrgKind
from partyorgs.models import OrganizationMember, PartyOrganization, SocietyFigures

CHUNK = 100
LEDGER = (Person, Post, PartyOrganization, SocietyFigures)
RELATED = {Post: "person", PartyOrganization: "leader"}  # None: no relation, not all of them
ORGANIZATION_FIELDS = (
    "kind",
    "level",
    "established_text",
    "established_on",
    "superior_text",
    "approval_document",
    "approval_date",
    "council_resolution",
    "work_funds",
    "venue_area",
    "valid_from",
)


@dataclass
class Expected:
    """An approved version with what posting it writes."""

    filing: Filing
    version: Version
    plan: Plan

    @property
    def what(self) -> str:
        return f"{self.filing.receipt} 第{self.version.number}版"

    @property
    def since(self):
        return local_date(self.version.submitted_at)


def check_ledger(report) -> None:
    """Every last version: the filing's summary columns; and, approved, its rows in the ledger."""
    for filings in _chunks():
        _check_chunk(report, filings)
    for model in LEDGER:
        report.count(model._meta.verbose_name, model.objects.count())
        stray = model.objects.exclude(source__filing__state=State.APPROVED)
        for row in stray.order_by("pk").iterator(chunk_size=CHUNK):
            report.differ(f"{model._meta.verbose_name} {row.pk}：来源版本未获批准")


def _chunks():
    """Filings that were submitted, those of one society together, in order of decision."""
    filings = (
        Filing.objects.light()
        .filter(versions__isnull=False)
        .annotate(last=Max("versions__number"))
        .select_related("cycle", "society__support_unit")
        .prefetch_related("society__names", "society__support_unit__names")
        .order_by("society_id", "decided_at", "pk")
    )
    chunk = []
    for _, own in groupby(filings.iterator(chunk_size=CHUNK), key=attrgetter("society_id")):
        chunk.extend(own)
        if len(chunk) >= CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _check_chunk(report, filings) -> None:
    numbers = {filing.pk: filing.last for filing in filings}
    versions = {
        version.filing_id: version
        for version in Version.objects.filter(filing__in=numbers).defer("document", "answers")
        if version.number == numbers[version.filing_id]
    }
    by_society = defaultdict(list)
    for filing in filings:
        version = versions[filing.pk]
        try:
            values = _read(report, filing, version)
        except (KeyError, TypeError, AttributeError):
            # Not of a document's shape: no version that this program froze.
            report.differ(f"申报 {filing.pk} 第{version.number}版：无法读取")
            continue
        if filing.state == State.APPROVED and filing.posts_tables:
            earlier = by_society[filing.society_id]
            known = {p["row_key"]: p["person"] for one in earlier for p in one.plan.posts}
            planned = plan(values, deadline=filing.cycle.deadline, known=known)
            earlier.append(Expected(filing, version, planned))
    found = {model: _by_source(model, versions.values()) for model in LEDGER}
    held = defaultdict(set)
    rows = OrganizationMember.objects.filter(society__in=by_society)
    for society, *row in rows.values_list("society", "kind", "level", "valid_from"):
        held[society].add(tuple(row))
    for society, expected in by_society.items():
        report.count("已批准的版本", len(expected))
        _Society(report, expected, found).check(held[society])


def _read(report, filing, version) -> dict:
    """The clean values of a version; on the way the columns that queue and counts read."""
    on = local_date(filing.decided_at or version.submitted_at)
    checked = get_kind(filing.kind).check(
        version.normalized, society=filing.society, cycle=filing.cycle, on=on
    )
    what = f"申报 {filing.pk}"
    for name, value in checked.summary.items():
        report.compare(f"{what}的 {name}", stored=getattr(filing, name), computed=value)
    warnings = sum(finding["level"] == Level.WARNING for finding in version.findings)
    report.compare(f"{what}的警告数", stored=filing.warnings, computed=warnings)
    return checked.values


def _by_source(model, versions) -> dict:
    """Rows of a ledger table by the version that they came from."""
    found = defaultdict(list)
    rows = model.objects.filter(source__in=[version.pk for version in versions])
    for row in rows.select_related(RELATED.get(model)):
        found[row.source_id].append(row)
    return found


class _Society:
    """Compares what one society's approved versions say, oldest first, with its rows."""

    def __init__(self, report, expected: list[Expected], found: dict):
        self.report, self.expected, self.found = report, expected, found

    def check(self, held: set) -> None:
        for index, one in enumerate(self.expected):
            later = [other.plan for other in self.expected[index + 1 :]]
            self._check_people(one, {key for plan in later for key in plan.people})
            self._check_posts(one, {_post_key(row) for plan in later for row in plan.posts})
            self._check_figures(one)
            self._check_owned(one, {row["key"] for plan in later for row in plan.organizations})
        planned = {
            (row["kind"], row["level"]): row["valid_from"]
            for one in self.expected
            for row in one.plan.organizations
        }
        computed = {(*kind, since) for kind, since in planned.items()}
        what = f"{self.expected[-1].what}党组织成员单位"
        self._compare_keys(what, stored=held, computed=computed)
        self.report.count("学会的党组织", len(held))

    def _compare(self, what, stored, computed) -> None:
        self.report.compare(what, stored=stored, computed=computed)

    def _compare_keys(self, what, *, stored, computed) -> None:
        for key in sorted(computed - stored):
            self.report.differ(f"{what}：台账缺少 {_text(key)}")
        for key in sorted(stored - computed):
            self.report.differ(f"{what}：台账多出 {_text(key)}")

    def _check_people(self, one: Expected, taken_over: set) -> None:
        people = {row.key: row for row in self.found[Person][one.version.pk]}
        planned = set(one.plan.people) - taken_over
        self._compare_keys(f"{one.what}人员", stored=set(people), computed=planned)
        for key in people.keys() & planned:
            row = people[key]
            for name, value in one.plan.people[key].items():
                self._compare(f"{one.what}人员 {key} 的 {name}", getattr(row, name), value)
            if len(self.expected) == 1:
                self._compare(f"{one.what}人员 {key} 的记入日期", row.valid_from, one.since)

    def _check_posts(self, one: Expected, taken_over: set) -> None:
        posts = {(row.kind, row.row_key): row for row in self.found[Post][one.version.pk]}
        planned = {_post_key(row): row for row in one.plan.posts}
        planned = {key: row for key, row in planned.items() if key not in taken_over}
        self._compare_keys(f"{one.what}任职", stored=set(posts), computed=set(planned))
        for key in posts.keys() & planned.keys():
            row, expected = posts[key], planned[key]
            names = ("title", "employment", "appointed_on")
            stored = (row.person.key, *(getattr(row, n) for n in names))
            computed = (expected["person"], *(expected[n] for n in names))
            self._compare(f"{one.what}任职 {key[1]}", stored, computed)
            if len(self.expected) == 1:
                self._compare(f"{one.what}任职 {key[1]} 的记入日期", row.valid_from, one.since)

    def _check_figures(self, one: Expected) -> None:
        figures = self.found[SocietyFigures][one.version.pk]
        self._compare(f"{one.what}六项数字的行数", len(figures), 1)
        for row in figures:
            for name, value in one.plan.figures.items():
                self._compare(f"{one.what}的 {name}", getattr(row, name), value)
            self._compare(f"{one.what}六项数字的起始日", row.valid_from, one.since)

    def _check_owned(self, one: Expected, taken_over: set) -> None:
        """Organizations that this version made; a joint branch may have been made by another's."""
        owned = {row.key: row for row in self.found[PartyOrganization][one.version.pk]}
        rows = [row for row in one.plan.organizations if row["key"] not in taken_over]
        planned = {row["key"]: row for row in rows}
        needed = {k for k, row in planned.items() if row["kind"] != OrgKind.JOINT_BRANCH}
        what = f"{one.what}党组织"
        self._compare_keys(what, stored=set(owned), computed=needed | (set(owned) & set(planned)))
        people = {post["row_key"]: post["person"] for post in one.plan.posts}
        for key in owned.keys() & planned.keys():
            row, expected = owned[key], planned[key]
            for name in ORGANIZATION_FIELDS:
                self._compare(f"{what} {key} 的 {name}", getattr(row, name), expected[name])
            leader = row.leader.key if row.leader else None
            self._compare(
                f"{what} {key} 的书记（组长）", leader, people.get(expected["leader_key"])
            )
            self._compare(f"{what} {key} 的牵头学会", row.owner_id, one.filing.society_id)


def _post_key(row: dict) -> tuple[str, str]:
    return row["kind"], row["row_key"]


def _text(key) -> str:
    return key if isinstance(key, str) else " ".join(str(part) for part in key)
