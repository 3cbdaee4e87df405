"""Who changed what, and when, on the page 历史: what simple-history keeps of an object and of the
rows that belong to it, as sentences."""

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.template.response import TemplateResponse
from django.utils import timezone

from accounts.masking import mask_phone
from societies import codes

LATEST = 200
ACTS = {"+": "添加", "~": "修改", "-": "删除"}
# Columns that hold a code, or what not everybody reads, by name.
WORDS = {
    "discipline": lambda code: codes.disciplines().name(code),
    "place_code": codes.region_name,
    "no_org_reason_code": lambda code: codes.no_org_reasons()[code].name,
    "phone": mask_phone,
    "contacts": lambda rows: "；".join(
        f"{row['for']}：{row['name']} {row['phone']}" for row in rows
    ),
}
# Kept for search, or what the row belongs to.
UNTOLD = {"id", "pinyin_initials", "society", "unit", "body"}


@dataclass(frozen=True)
class Entry:
    """One change: `changes` are (label, before, after)."""

    at: str
    who: str
    act: str
    reason: str
    changes: list[tuple[str, str, str]]


class HistoryPage:
    """Mixin of a model admin: its page 历史. `histories` names relations of the object whose rows
    are told too."""

    histories: tuple[str, ...] = ()

    def object_tools(self, request, obj):
        return [*super().object_tools(request, obj), ("变更记录", self.url("history", obj.pk))]

    def history_view(self, request, object_id, extra_context=None):
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": f"变更记录：{obj}",
            "opts": self.opts,
            "object": obj,
            "entries": entries(obj, self.histories),
        }
        return TemplateResponse(request, "admin/register_history.html", context)


def entries(obj, related: tuple[str, ...]) -> list[Entry]:
    """The latest changes of an object and of its rows in `related`, newest first."""
    records = list(_latest(obj.history.all()))
    for name in related:
        field = obj._meta.get_field(name)
        history = field.related_model.history.model.objects
        records += _latest(history.filter(**{field.field.name: obj.pk}))
    records.sort(key=lambda record: (record.instance_type.__name__, record.id, record.history_id))
    names = _names_of(records)
    told = []
    for _, own in groupby(records, key=attrgetter("instance_type", "id")):
        before = None
        for record in own:
            told.append((record.history_date, record.pk, _entry(record, before, names)))
            before = record
    told.sort(key=lambda row: row[:2], reverse=True)
    return [entry for *_, entry in told]


def _latest(history):
    return history.select_related("history_user").order_by("-history_id")[:LATEST]


def _entry(record, before, names) -> Entry:
    changes = []
    for field in record.tracked_fields:
        if field.name in UNTOLD:
            continue
        old = getattr(before, field.attname) if before else None
        new = getattr(record, field.attname)
        if old != new and (before or new not in ("", None)):
            changes.append((field.verbose_name, _text(field, old, names), _text(field, new, names)))
    user = record.history_user
    return Entry(
        at=f"{timezone.localtime(record.history_date):%Y-%m-%d %H:%M}",
        who=f"{user.name}（{user.username}）" if user else "系统",
        act=f"{ACTS[record.history_type]}{record.instance_type._meta.verbose_name}",
        reason=record.history_change_reason or "",
        changes=changes,
    )


def _text(field, value, names) -> str:
    """A value as somebody reads it."""
    if value in ("", None, []):
        return ""
    if field.is_relation:
        return names.get((field.related_model, value), str(value))
    if field.name in WORDS:
        return WORDS[field.name](value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(dict(field.flatchoices).get(value, value))


def _names_of(records) -> dict[tuple[type[models.Model], int], str]:
    """What the rows are called that these records point at: one query a table and its names."""
    keys: dict[type[models.Model], set[int]] = {}
    for record in records:
        for field in record.tracked_fields:
            if field.is_relation and (key := getattr(record, field.attname)):
                keys.setdefault(field.related_model, set()).add(key)
    found = {}
    for model, pks in keys.items():
        rows = model.objects.filter(pk__in=pks).prefetch_related("names")
        found.update({(model, row.pk): row.name for row in rows})
    return found
