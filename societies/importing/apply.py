"""The change that lists make: one transaction, all or nothing, with history and record."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from accounts import clock
from accounts.actions import audit, change_account
from accounts.enums import AuditAction, Role
from accounts.models import User
from societies.enums import BodyKind
from societies.filers import invite_filers
from societies.importing.columns import ACCOUNTS, SOCIETIES, UNITS
from societies.importing.plan import plan
from societies.importing.rows import ADDED, CHANGED, Lists, Row
from societies.models import (
    PartyBody,
    PartyBodyName,
    PendingImport,
    Society,
    SocietyName,
    SupportUnit,
    SupportUnitName,
)

BATCH = 1000
REASON = "批量导入"


@dataclass(frozen=True)
class Invited:
    """An account that was made, and the token of its link, which is shown once."""

    user: User
    society: str
    token: str

    @property
    def path(self) -> str:
        return reverse("accounts:invitation", args=[self.token])


def keep_workbook(data: bytes, *, filename: str, by) -> PendingImport:
    """Keep an uploaded workbook until its uploader confirms it; a later one takes its place."""
    kept, _ = PendingImport.objects.update_or_create(
        by=by, defaults={"data": data, "filename": filename[-120:], "at": clock.now()}
    )
    return kept


@transaction.atomic
def apply_lists(
    lists: Lists, *, seen: str, by, request=None, source="", kept: PendingImport | None = None
) -> list[Invited]:
    """Enter what lists say, as it was previewed: `seen` is the fingerprint of the preview, `kept`
    the workbook that they came in. Raises ValidationError, and changes nothing, where a row is
    wrong, the register moved since, or the workbook was entered meanwhile."""
    waiting = PendingImport.objects.select_for_update().only("pk")
    if kept and not waiting.filter(pk=kept.pk, at=kept.at).first():
        raise ValidationError("这个工作簿刚刚已经导入或换掉，没有再写入什么。")
    for model in (SupportUnit, Society):  # nobody changes a row between comparing and writing
        list(model.objects.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    plan(lists)
    if any(lists.problems()):
        raise ValidationError("有些行还有错误，什么都没有导入。")
    if lists.fingerprint() != seen:
        raise ValidationError("核对以后名册有变动，请重新核对再导入。")
    try:
        with transaction.atomic():
            invited = Entry(lists, by=by, request=request).run()
    except IntegrityError:
        raise ValidationError("刚才有人改动了名册，请重新核对再导入。") from None
    counts = {s.title: dict(s.count()) for s in lists.sheets.values()}
    PendingImport.objects.filter(by=by).delete()
    detail = {"import": source, "rows": counts}
    audit(AuditAction.CHANGE_REGISTER, by=by, request=request, target=REASON, detail=detail)
    return invited


class Entry:
    """Writes the rows, sheet by sheet: a society may name a unit of the same workbook."""

    def __init__(self, lists: Lists, *, by, request):
        self.lists, self.by, self.request = lists, by, request
        self.note = {"default_user": by, "default_change_reason": REASON, "batch_size": BATCH}

    def run(self) -> list[Invited]:
        if self._rows(UNITS, ADDED, CHANGED):
            self._write_units()
        units = dict(SupportUnitName.objects.filter(valid_until=None).values_list("name", "unit"))
        self._add_societies(self._rows(SOCIETIES, ADDED), units)
        self._change_societies(self._rows(SOCIETIES, CHANGED), units)
        for row in self._rows(ACCOUNTS, CHANGED):
            said = {n: row.says(n) for n in ("name", "phone", "email") if row.says(n)}
            change_account(row.found, by=self.by, request=self.request, **said)
        return self._invite(self._rows(ACCOUNTS, ADDED))

    def _rows(self, title: str, *states: str) -> list[Row]:
        return [row for row in self.lists.rows(title) if row.state in states]

    def _create(self, model, rows) -> list:
        return bulk_create_with_history(rows, model, **self.note)

    def _update(self, model, rows, fields) -> None:
        bulk_update_with_history(rows, model, fields, **self.note)

    def _write_units(self) -> None:
        new, known = self._rows(UNITS, ADDED), self._rows(UNITS, CHANGED)
        made = self._create(
            SupportUnit,
            [SupportUnit(contact=r.values["contact"], phone=r.values["phone"]) for r in new],
        )
        names = [
            SupportUnitName(unit=unit, name=row.values["name"])
            for unit, row in zip(made, new, strict=True)
        ]
        self._create(SupportUnitName, names)
        for row in known:
            row.found.contact = row.says("contact") or row.found.contact
            row.found.phone = row.says("phone") or row.found.phone
        self._update(SupportUnit, [row.found for row in known], ["contact", "phone"])
        units = dict(SupportUnitName.objects.filter(valid_until=None).values_list("name", "unit"))
        taken = set(PartyBodyName.objects.filter(valid_until=None).values_list("name", flat=True))
        with_body = [r for r in (*new, *known) if r.says("body") and r.says("body") not in taken]
        bodies = self._create(
            PartyBody,
            [
                PartyBody(kind=BodyKind.SUPPORT_UNIT, support_unit_id=units[row.values["name"]])
                for row in with_body
            ],
        )
        names = [
            PartyBodyName(body=body, name=row.values["body"])
            for body, row in zip(bodies, with_body, strict=True)
        ]
        self._create(PartyBodyName, names)

    def _add_societies(self, rows: list[Row], units: dict[str, int]) -> None:
        made = self._create(
            Society,
            [
                Society(
                    slug=row.values["slug"],
                    discipline=row.values["discipline"],
                    place_code=row.values["place_code"],
                    support_unit_id=units.get(row.says("support_unit")),
                    pinyin_initials=row.values["initials"],
                    membership=row.values["membership"],
                    member_from=row.says("member_from"),
                    charter_has_party_building=bool(row.says("charter_has_party_building")),
                )
                for row in rows
            ],
        )
        names = [
            SocietyName(
                society=society, name=row.values["name"], short_name=row.values["short_name"]
            )
            for society, row in zip(made, rows, strict=True)
        ]
        self._create(SocietyName, names)

    def _change_societies(self, rows: list[Row], units: dict[str, int]) -> None:
        """Filled cells alone; the locked rows are as the preview saw them, or the fingerprint
        differs."""
        for row in rows:
            society = row.found
            for name in ("discipline", "place_code", "charter_has_party_building"):
                if row.texts.get(name):
                    setattr(society, name, row.values[name])
            if unit := row.says("support_unit"):
                society.support_unit_id = units[unit]
        fields = ["discipline", "place_code", "support_unit", "charter_has_party_building"]
        self._update(Society, [row.found for row in rows], fields)
        shorter = {row.found.pk: row.says("short_name") for row in rows if row.says("short_name")}
        current = SocietyName.objects.filter(valid_until=None).in_bulk()
        names = [name for name in current.values() if name.society_id in shorter]
        for name in names:
            name.short_name = shorter[name.society_id]
        self._update(SocietyName, names, ["short_name"])

    def _invite(self, rows: list[Row]) -> list[Invited]:
        current = SocietyName.objects.filter(valid_until=None)
        societies = dict(current.values_list("name", "society")) if rows else {}
        users = [
            User(
                username=row.values["username"],
                name=row.values["name"],
                phone=row.values["phone"],
                email=row.values["email"],
                role=Role.SECRETARY,
            )
            for row in rows
        ]
        filers = [
            (societies[row.values["society"]], user) for row, user in zip(rows, users, strict=True)
        ]
        tokens = invite_filers(filers, by=self.by, request=self.request)
        return [
            Invited(user, row.values["society"], token)
            for row, user, token in zip(rows, users, tokens, strict=True)
        ]
