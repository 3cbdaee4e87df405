"""Whose file it is: by the society's name in it, else in the file's name. Only a name that the
register holds or held decides; what is merely alike is proposed."""

import difflib
import re
import unicodedata
from dataclasses import dataclass

from django.db.models import Q

from accounts.prepared import Prepared
from filings.papers.reading.vocabulary import BODIES
from societies.actions import pinyin_initials
from societies.models import Society, SocietyName

MOST_PROPOSED = 5
MOST_COMPARED = 2000  # names that share a piece with the one that is looked for
CLOSE = 0.72
SHORTEST, LONGEST = 4, 40  # of a name that is looked for inside a file's name
_NOISE = re.compile(r"\s|[（(]\s*盖?章?\s*[）)]|[“”\"'《》_＿]")
_BODY = re.compile(BODIES)
# Pieces that half of the register shares.
_COMMON = {"吉林", "林省", "省科", "学会", "协会", "研究", "究会", "长春", "春市", "科学", "技术"}


@dataclass(frozen=True)
class Match:
    """`society` is sure; otherwise `proposals` are primary keys, the likeliest first."""

    society: int | None = None
    proposals: tuple[int, ...] = ()


def match(written: str, file_name: str) -> Match:
    """The society that a file names in its cells, else that its own name contains."""
    if tidy(written):
        found = exactly(spellings(written))
        return found if found.society or found.proposals else Match(proposals=alike(written))
    return _within(file_name)


def tidy(text: str) -> str:
    return _NOISE.sub("", text)


def spellings(text: str) -> set[str]:
    """How a name may stand in the register: with brackets of either width."""
    wide = tidy(text).translate(str.maketrans("()", "（）"))
    return {tidy(text), wide, unicodedata.normalize("NFKC", wide)}


@Prepared
def _bearing(one, two, three):
    names = [one, two, three]
    rows = SocietyName.objects.filter(Q(name__in=names) | Q(short_name__in=names))
    return rows.order_by("pk")[: MOST_PROPOSED + 1]


def exactly(names: set[str]) -> Match:
    """The one society that bears or bore one of a name's `spellings`, or has it as short name.
    Several are proposed."""
    one, *others = names
    rows = _bearing(*[one, *others, one, one][:3])
    keys = tuple(dict.fromkeys(row.society_id for row in rows))
    return Match(society=keys[0]) if len(keys) == 1 else Match(proposals=keys[:MOST_PROPOSED])


def is_named(society, text: str) -> bool:
    """Whether a society bears or bore a name, or has it as short name."""
    known = {name for row in society.names.all() for name in (row.name, row.short_name)}
    return bool(known & spellings(text))


def _within(file_name: str) -> Match:
    """The society whose name stands in a file's name or its folder's. Short names stand in longer
    names of others too, so they propose only, as does a name beside another body's."""
    whole = tidy(file_name.rpartition(".")[0])
    pieces = {
        part[start:end]
        for part in whole.split("/")
        for start in range(len(part))
        for end in range(start + SHORTEST, min(len(part), start + LONGEST) + 1)
    }
    rows = SocietyName.objects.filter(Q(name__in=pieces) | Q(short_name__in=pieces)).order_by("pk")
    found: dict[str, list[int]] = {}
    sure = set()
    for society, name, short_name in rows.values_list("society", "name", "short_name"):
        sure |= {name} & pieces
        longest = max({name, short_name} & pieces, key=len)
        found.setdefault(longest, []).append(society)
    if not found:
        return Match()
    best = max(found, key=len)
    keys = tuple(dict.fromkeys(found[best]))
    is_sure = len(keys) == 1 and best in sure and not _BODY.search(whole.replace(best, ""))
    return Match(society=keys[0]) if is_sure else Match(proposals=keys[:MOST_PROPOSED])


def alike(text: str) -> tuple[int, ...]:
    """The societies whose names are most like a text: that share a piece of it, or sound alike."""
    text = tidy(text)
    pieces = {text[at : at + 2] for at in range(len(text) - 1)} - _COMMON
    shares = Q(pk__in=())
    for piece in sorted(pieces)[:LONGEST]:
        shares |= Q(name__contains=piece)
    sounds = Society.objects.filter(pinyin_initials=pinyin_initials(text)).values("pk")
    rows = list(SocietyName.objects.filter(society__in=sounds)[:MOST_COMPARED])
    rows += SocietyName.objects.filter(shares).order_by()[:MOST_COMPARED]
    scores: dict[int, float] = {}
    matcher = difflib.SequenceMatcher(None, "", text, autojunk=False)
    for row in rows:
        for name in filter(None, (row.name, row.short_name)):
            matcher.set_seq1(name)
            if matcher.quick_ratio() >= CLOSE and (score := matcher.ratio()) >= CLOSE:
                scores[row.society_id] = max(score, scores.get(row.society_id, 0))
    return tuple(sorted(scores, key=lambda key: (-scores[key], key))[:MOST_PROPOSED])
