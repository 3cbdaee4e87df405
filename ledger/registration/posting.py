"""Writes an approved registration into the ledger, and asks the reviewer what must be decided."""

import copy

from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts import clock
from accounts.prepared import Prepared
from filings.documents import KEY
from filings.enums import Gone
from filings.fields.dates import PartialDate
from filings.kinds import Decision
from filings.rules import MoveNotAllowed
from ledger.registration.plan import plan
from ledger.registration.schemas import read
from members.models import Person, Post
from partyorgs.enums import OrgKind
from partyorgs.models import OrganizationMember, PartyOrganization, SocietyFigures
from partyorgs.rules import real_organizations
from societies import actions as register
from societies.codes import region_name
from societies.models import PartyBodyName, in_force
from societies.queries import find_region


def version_values(version, *, on):
    """The clean values of a frozen version, read by the same schemas as at submission; once for
    each version at hand, which a page asks about several times."""
    kept = version.__dict__.setdefault("_clean_values", {})
    if on not in kept:
        kept[on] = read(version.normalized, society=version.filing.society, on=on).values()
    return kept[on]


def register_differences(version, values) -> dict[str, tuple[str, str]]:
    """Where Table 1 differs from the register: {'name' | 'support_unit' | 'place': (register,
    filed)}."""
    society, cells = version.filing.society, values["cells"]
    unit = society.support_unit.name if society.support_unit else ""
    place = region_name(society.place_code)
    found = {}
    if cells["society"] != society.name:
        found["name"] = (society.name, cells["society"])
    if (cells["support_unit"] or "") != unit:
        found["support_unit"] = (unit, cells["support_unit"] or "")
    if not _is_in(cells["place"] or "", place):
        found["place"] = (place, cells["place"] or "")
    return found


def _is_in(filed: str, place: str) -> bool:
    """Whether a place as filed names the place of the register."""
    return place.removesuffix("市") in filed


@Prepared
def _current_figures(society):
    current = SocietyFigures.objects.filter(society=society, valid_until=None)
    return current.select_related("source").defer("source__document", "source__findings")


def ledger_document(society) -> dict | None:
    """What the ledger holds of a society: its last approved version, with the register's own words
    for name, support unit and place."""
    current = _current_figures.first(society.pk)
    if current is None:
        return None
    document = copy.deepcopy(current.source.normalized)
    document["cells"].update(
        society=society.name,
        support_unit=society.support_unit.name if society.support_unit else "",
    )
    if not _is_in(document["cells"]["place"], region_name(society.place_code)):
        document["cells"]["place"] = region_name(society.place_code)
    return document


@Prepared
def _known(society):
    return Post.objects.filter(person__society=society).values_list("row_key", "person__key")


def effects(version, *, on) -> list[str]:
    """What approving this version will write, in sentences."""
    filing = version.filing
    # Keys of rows of the society's approved filings → keys of the people who stand there.
    known = dict(_known(filing.society_id))
    planned = plan(version_values(version, on=on), deadline=filing.cycle.deadline, known=known)
    found = [
        f"记入{OrgKind(row['kind']).label}（{row['established_text']}建立）"
        for row in planned.organizations
    ]
    found.append(f"记入人员 {len(planned.people)} 人、任职 {len(planned.posts)} 项")
    if gone := version.answers.get("gone"):
        found.append(f"{'、'.join(row['name'] for row in gone)}从台账中离开或作误填处理")
    found.append("更新六项数字")
    return found


LABELS = {"name": "学会名称", "support_unit": "支撑单位名称", "place": "学会所在地"}
CELLS = {"name": "society", "support_unit": "support_unit", "place": "place"}


def decisions(version, values=None) -> list[Decision]:
    """What the reviewer decides at approval: register differences; a joint branch joined or
    made."""
    on = clock.today()
    values = values or version_values(version, on=on)
    found = []
    for name, (registered, filed) in register_differences(version, values).items():
        keep = ("keep", f"保留名册：{registered or '（空）'}")
        change = ("change", f"名册改为：{filed}")
        possible = name != "place" or find_region(filed)
        found.append(
            Decision(
                name=f"register_{name}",
                label=f"{LABELS[name]}与名册不同",
                options=(change, keep) if possible and filed else (keep,),
                path=CELLS[name],
            )
        )
    for row in real_organizations(values["rows"]["organizations"]):
        if row["party_org_type"] == OrgKind.JOINT_BRANCH:
            candidates = joint_candidates(version.filing.society, on)
            if candidates:
                found.append(_joint_decision(row, candidates))
    return found


def _joint_decision(row, candidates) -> Decision:
    return Decision(
        name=f"joint_{row['key']}",
        label="联合党支部：并入已有的，或新建",
        options=(
            *[(str(branch.pk), f"并入：{branch}") for branch in candidates],
            ("new", "新建一个联合党支部"),
        ),
        path=f"organizations/{row['key']}/party_org_type",
    )


def joint_candidates(society, on) -> list[PartyOrganization]:
    """Joint branches in force that this society may belong to: those that named it, and those of
    societies with the same support unit."""
    branches = PartyOrganization.objects.filter(in_force(on), kind=OrgKind.JOINT_BRANCH)
    names = society.names.values("name")
    named = branches.filter(members__outside_unit__in=names)
    beside = branches.filter(members__society__support_unit=society.support_unit_id or 0)
    found = (named | beside).exclude(members__society=society).distinct()
    return list(found.select_related("owner").prefetch_related("owner__names").order_by("pk")[:20])


def post(version, *, values, by, on, choices: dict) -> None:
    """Write an approved version, by its clean values, into the ledger. The same version posted
    again changes nothing.

    Raises MoveNotAllowed where a decision is missing or the ledger holds an organization of the
    same kind from elsewhere.
    """
    filing = version.filing
    held, posts = _people(filing.society_id), _posts(filing.society_id)
    keys = {person.pk: person.key for person in held}
    known = {post.row_key: keys[post.person_id] for post in posts}
    planned = plan(values, deadline=filing.cycle.deadline, known=known)
    _apply_register_choices(version, values, by=by, choices=choices)
    since = timezone.localtime(version.submitted_at).date()
    people = _write_people(held, planned.people, version, since)
    _write_posts(planned.posts, posts, people, version, since)
    _end_gone(filing.society, version.answers.get("gone", []), since)
    leaders = {row["row_key"]: people[row["person"]] for row in planned.posts}
    current = _current_figures.first(filing.society_id)
    before = _organization_keys(current)
    for row in planned.organizations:
        _write_organization(row, version, leaders, choices, on, before)
    _write_figures(current, planned.figures, version, since)
    _write_reason(filing.society, values, on)


@Prepared
def _people(society):
    return Person.objects.filter(society=society)


@Prepared
def _posts(society):
    return Post.objects.filter(person__society=society)


def _write_people(held, planned, version, since) -> dict[str, Person]:
    """The planned people by key: new ones entered, known ones brought up to this version."""
    society = version.filing.society
    people = {p.key: p for p in held if p.key in planned}
    changed = [person for person in people.values() if person.source_id != version.pk]
    names = {"source"}
    for person in changed:
        for name, value in {**planned[person.key], "source": version}.items():
            setattr(person, name, value)
            names.add(name)
    Person.objects.bulk_update(changed, names)
    new = [
        Person(society=society, key=key, **fields, valid_from=since, source=version)
        for key, fields in planned.items()
        if key not in people
    ]
    return people | {person.key: person for person in Person.objects.bulk_create(new)}


def _write_posts(planned, posts, people, version, since) -> None:
    """New posts entered, known ones brought up to this version. A row that was somebody else's
    post, or one of another kind (of a group, now a branch), ends that one."""
    keys = {row["row_key"] for row in planned}
    held = [post for post in posts if post.row_key in keys]
    known = {(post.person_id, post.kind, post.row_key): post for post in held}
    new, changed = [], []
    for row in planned:
        fields = {**row, "person": people[row["person"]], "source": version}
        post = known.pop((fields["person"].pk, row["kind"], row["row_key"]), None)
        if post is None:
            new.append(Post(**fields, valid_from=since))
        elif post.source_id != version.pk:
            for name, value in fields.items():
                setattr(post, name, value)
            changed.append(post)
    Post.objects.bulk_create(new)
    Post.objects.bulk_update(changed, ["title", "employment", "appointed_on", "source"])
    for post in known.values():
        if post.valid_until is None:
            _end_post(post, since, reason="与另一行是同一人")


def _end_gone(society, gone, since) -> None:
    """End the posts of removed rows. Declared by mistake (误填) means: was never there."""
    posts = Post.objects.filter(person__society=society, valid_until=None)
    for row in gone:
        for post in posts.filter(row_key=row["path"].partition("/")[2]):
            if row["why"] == Gone.LEFT:
                day = min(PartialDate.parse(row["on"]).last_day, since)
                _end_post(post, max(day, post.valid_from), reason=row["note"])
            else:
                _end_post(post, post.valid_from, reason=Gone.MISTAKE.label)


def _end_post(post, day, *, reason) -> None:
    """End a post; who holds no other leaves on that day, with the reason."""
    post.valid_until = day
    post.save(update_fields=["valid_until"])
    person = post.person
    if person.valid_until is None and not person.posts.filter(valid_until=None).exists():
        person.valid_until, person.left_reason = day, reason[:200]
        person.save()


def _apply_register_choices(version, values, *, by, choices) -> None:
    changes = {}
    for name, (_, filed) in register_differences(version, values).items():
        choice = choices.get(f"register_{name}")
        if choice not in ("change", "keep"):
            raise MoveNotAllowed(f"{LABELS[name]}与名册不同，请先决定是否修改名册。")
        if choice == "change":
            changes[name] = filed
    if not changes:
        return
    place = find_region(changes["place"]) if "place" in changes else None
    try:
        unit = None
        if name := changes.get("support_unit"):
            unit = register.find_support_unit(name) or register.add_support_unit(name)
        register.change_register(
            version.filing.society,
            by=by,
            name=changes.get("name"),
            support_unit=unit,
            place_code=place,
            source=version.filing.receipt,
        )
    except ValidationError as refusal:
        raise MoveNotAllowed(f"名册没有改成：{'；'.join(refusal.messages)}") from None
    version.filing.society.refresh_from_db()  # what follows reads the register as it is now


def _organization_keys(current) -> set[str]:
    """The rows of the organizations in the ledger's last approved version, that of its figures."""
    rows = current.source.normalized["rows"]["organizations"] if current else ()
    return {row[KEY] for row in rows}


@Prepared
def _memberships(society, kind):
    held = OrganizationMember.objects.filter(society=society, kind=kind, valid_until=None)
    return held.select_related("organization")


def _write_organization(row, version, leaders, choices, on, before) -> None:
    """Make an organization, join one, or bring the one up to date that the row is in the ledger.
    `before` are the keys of the rows that the ledger holds."""
    society = version.filing.society
    fields = {name: row[name] for name in row if name not in ("member_units", "leader_key")}
    fields.update(
        leader=leaders.get(row["leader_key"]),
        superior_body=find_body(row["superior_text"]),
        source=version,
    )
    for member in _memberships(society.pk, row["kind"]):
        if row["key"] not in before | {member.organization.key}:
            raise MoveNotAllowed(f"台账中本学会已有在任的{OrgKind(row['kind']).label}，请先核对。")
        _update_organization(member, row, fields)
        return
    branch = _joined_branch(row, version, choices, on)
    if branch is None:
        branch = PartyOrganization.objects.create(**fields, owner=society)
    else:
        _replace_outside_unit(branch, society)
    branch.members.create(society=society, **_membership(row))
    _add_units(branch, society, row)


def _update_organization(member, row, fields) -> None:
    """A branch of another society, which this one joined, is told by that society's filing."""
    branch = member.organization
    if branch.owner_id == member.society_id and branch.source_id != fields["source"].pk:
        for name, value in fields.items():
            setattr(branch, name, value)
        branch.save()
    member.valid_from = row["valid_from"]
    member.save(update_fields=["valid_from"])
    _add_units(branch, member.society, row)


def _joined_branch(row, version, choices, on) -> PartyOrganization | None:
    """The branch that the reviewer chose to join; None for a new one."""
    if row["kind"] != OrgKind.JOINT_BRANCH:
        return None
    candidates = {str(x.pk): x for x in joint_candidates(version.filing.society, on)}
    choice = choices.get(f"joint_{row['key']}")
    if candidates and choice not in (*candidates, "new"):
        raise MoveNotAllowed("请先决定联合党支部是并入已有的，还是新建。")
    return candidates.get(choice)


def _replace_outside_unit(branch, society) -> None:
    """A society stands as an outside unit in a branch until it files itself."""
    names = [name.name for name in society.names.all()]
    branch.members.filter(outside_unit__in=names).delete()


def _add_units(branch, society, row) -> None:
    """Units that the society names stand as outside units until they file."""
    if not row["member_units"]:
        return
    members = branch.members.select_related("society").prefetch_related("society__names")
    known = {str(member) for member in members} | {name.name for name in society.names.all()}
    for unit in row["member_units"]:
        if unit not in known:
            branch.members.create(outside_unit=unit, **_membership(row))


def _membership(row) -> dict:
    return {name: row[name] for name in ("kind", "level", "valid_from")}


@Prepared
def _bodies(name):
    return PartyBodyName.objects.filter(name=name).select_related("body").order_by("pk")[:1]


def find_body(name: str):
    """The Party body that bears or bore a name; None keeps the free text."""
    row = _bodies.first(name)
    return row.body if row else None


@Prepared
def _figures_from(version):
    return SocietyFigures.objects.filter(source=version).values_list("pk")


def _write_figures(current, figures, version, since) -> None:
    society = version.filing.society
    if current:
        if _figures_from(version.pk):
            return
        SocietyFigures.objects.filter(society=society, valid_until=None).update(valid_until=since)
    SocietyFigures.objects.create(society=society, source=version, valid_from=since, **figures)


def _write_reason(society, values, on) -> None:
    """Why a society has no organization: code, text, since (Table 1)."""
    code = values["cells"]["no_org_reason_code"] or ""
    text = values["cells"]["no_org_reason"] or ""
    if (society.no_org_reason_code, society.no_org_reason) == (code, text):
        return
    society.no_org_reason_code, society.no_org_reason = code, text
    society.no_org_reason_since = on if code or text else None
    society.save(update_fields=["no_org_reason_code", "no_org_reason", "no_org_reason_since"])
