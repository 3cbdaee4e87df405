"""An award nomination list: which of the named societies may take part on a day, and why not."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from ledger.inspection.queries import Bar, bars
from societies.enums import Process
from societies.models import Society, SocietyName


@dataclass(frozen=True)
class Nominated:
    """One line of the list: what was typed, the societies that bear or bore this name, what bars
    the one from awards, whether it is a member on the day."""

    typed: str
    found: tuple[Society, ...]
    bars: tuple[Bar, ...] = ()
    is_member: bool = False

    @property
    def society(self) -> Society | None:
        return self.found[0] if len(self.found) == 1 else None

    @property
    def is_allowed(self) -> bool:
        return self.society is not None and self.is_member and not self.bars

    @property
    def word(self) -> str:
        if self.society is None:
            return "有重名，请写全称" if self.found else "名册中没有"
        if self.bars:
            return "不能参与评优"
        return "可以参与评优" if self.is_member else "当天不是会员学会"

    @property
    def reasons(self) -> str:
        if self.society is None:
            return "、".join(str(society) for society in self.found)
        return "；".join(bar.text for bar in self.bars)

    @property
    def documents(self) -> str:
        return "、".join(dict.fromkeys(bar.document for bar in self.bars))


def nominated(names: list[str], *, on: dt.date) -> list[Nominated]:
    """Mark each name; a constant number of queries."""
    known: dict[str, set[int]] = {name: set() for name in names}
    rows = SocietyName.objects.filter(Q(name__in=names) | Q(short_name__in=names))
    for society, *called in rows.values_list("society", "name", "short_name"):
        for name in called:
            if name in known:
                known[name].add(society)
    keys = set().union(*known.values())
    societies = Society.objects.prefetch_related("names").in_bulk(keys)
    members = set(Society.objects.members_on(on).filter(pk__in=keys).values_list("pk", flat=True))
    held = bars(keys, on=on)
    found = []
    for name in names:
        meant = tuple(societies[key] for key in sorted(known[name]))
        barred = held.get(meant[0].pk, []) if len(meant) == 1 else []
        barring = tuple(bar for bar in barred if bar.process == Process.AWARD)
        is_member = any(society.pk in members for society in meant)
        found.append(Nominated(name, meant, barring, is_member))
    return found
