"""Around the editor's pages: addresses of cells, the parts at the left, the summary on top."""

from accounts.jinja import address
from filings.documents import KEY
from filings.findings import FILES
from filings.kinds import get_kind
from filings.papers.html import cell_id
from filings.progress import Part, PartState, find_group

OPEN = "open"  # GET parameter: the key of the card that is open, or of the row to go to
UPLOAD = "上传已填好的表"
ALL = "all"  # GET parameter: say in red what is blank, too


def cell_url(filing, path: str, *, show_all: bool = False) -> str:
    """The address of a cell's input in the editor; of a group's, where it names a group; of where
    files are uploaded, where it names those."""
    kind = get_kind(filing.kind)
    first, *rest = path.split("/")
    if first == FILES:
        return address("filings:check", filing.pk) + f"#{FILES}-{rest[0]}"
    section = next((s for s in kind.sections if s.holds(path)), kind.sections[0])
    url = address("filings:section", filing.pk, section.slug)
    query = ([f"{OPEN}={rest[0]}"] if rest else []) + ([f"{ALL}=1"] if show_all else [])
    return f"{url}?{'&'.join(query)}#{cell_id(path)}" if query else f"{url}#{cell_id(path)}"


def navigation(filing, parts: list[Part], active: str) -> dict:
    """Parameters of components/sections.html."""
    items = [
        {
            "title": part.section.short_title,
            "url": address("filings:section", filing.pk, part.section.slug),
            "note": part.note,
            "level": _note_level(part, active),
            "active": part.section.slug == active,
        }
        for part in parts
    ]
    left = sum(part.state != PartState.DONE for part in parts)
    items.append(
        {
            "title": "核对并提交",
            "url": address("filings:check", filing.pk),
            "note": f"还差 {left} 部分" if left else "可以提交",
            "level": "",
            "active": active == "check",
        }
    )
    mend = sum(part.state == PartState.MEND for part in parts)
    return {
        "sections": items,
        "summary": f"{mend} 部分有要处理的" if mend else "",
        "extra": upload_links(filing),
    }


def upload_links(filing) -> list[dict]:
    """The way to upload a filled file, for kinds that have official tables."""
    if not get_kind(filing.kind).posts_tables:
        return []
    url = address("filings:upload", filing.pk)
    return [{"title": UPLOAD, "label": UPLOAD, "url": url, "note": "Word / Excel，自动读入"}]


def _note_level(part: Part, active: str) -> str:
    if part.mend or part.asked:
        return "error"
    doing = part.state == PartState.DOING and part.section.slug != active
    return "warning" if doing else ""


def next_part(parts: list[Part]) -> Part | None:
    """Where to go on: the first unfinished part."""
    return next((part for part in parts if part.state != PartState.DONE), None)


def summary(filing, part: Part) -> dict | None:
    """Parameters of components/summary_box.html; none where nothing is to mend."""
    if not part.mend:
        return None
    return {
        "title": f"本部分有 {len(part.mend)} 处要处理",
        "items": [
            {
                "level": finding.level.value,
                "text": where(finding, part.document, part.kind) + finding.message,
                "url": cell_url(filing, finding.path),
            }
            for finding in part.mend
        ],
    }


def where(finding, document, kind) -> str:
    """'第4行 ': which row a finding is about; with its group's name where a part has several."""
    name, *rest = finding.path.split("/")
    keys = [row[KEY] for row in document["rows"].get(name, [])]
    if not rest or rest[0] not in keys:
        return ""
    section = next(s for s in kind.sections if s.holds(name))
    group = find_group(kind, name).label if len(section.groups) > 1 else ""
    return f"{group}第{keys.index(rest[0]) + 1}行 "
