"""Numbers of Party members as leaders see them: small ones are not shown, here or anywhere
behind."""

from dataclasses import dataclass

from ledger.coverage import suppression
from ledger.coverage.forms import Links
from ledger.coverage.people import CATEGORIES, TITLES
from ledger.coverage.rules import share

HIDDEN = "—"


def _text(number: int, hidden: bool) -> str:
    return HIDDEN if hidden else str(number)


def overview(source) -> dict:
    """The context of the people page."""
    links = Links(source)
    found = source.people()
    total = sum(next(iter(found.values())).values())
    return {
        "total": f"少于 {suppression.SMALL}" if suppression.is_small(total) else total,
        "small": suppression.SMALL,
        "groups": [
            {
                "title": TITLES[by],
                "rows": _breakdown(by, counts, total),
                "url": links.to("people_list", by=by),
            }
            for by, counts in found.items()
        ],
    }


def _breakdown(by, counts, total) -> list[dict]:
    hidden = suppression.hidden_categories(counts)
    rows = []
    for key, label in CATEGORIES[by].items():
        number = 0 if key in hidden else counts[key]
        rows.append(
            {
                "label": label,
                "text": _text(counts[key], key in hidden),
                "parts": [{"x": 0, "width": share(number, total), "tone": 1}],
            }
        )
    return rows


@dataclass(frozen=True)
class Table:
    """Counts of each society; those in the pool show at most their total, and stand in one line
    together."""

    title: str
    columns: list[str]
    rows: list[tuple[int, list[str]]]  # society pk, texts: the total first
    pooled: int  # societies that are only counted together
    together: list[str]


def by_society(source, by: str) -> Table:
    """One breakdown for each society that has members, the largest first."""
    counts = source.people_by_society(by)
    keys = list(CATEGORIES[by])
    overall = suppression.pooled(counts, counts)
    hidden = suppression.hidden_categories({key: overall.get(key, 0) for key in keys})
    pool = suppression.hidden_rows(counts, hidden)
    totals = {society: sum(numbers.values()) for society, numbers in counts.items()}
    without_total = suppression.hidden_categories(totals)

    def texts(numbers, *, is_total_hidden, is_pooled=False) -> list[str]:
        return [
            _text(sum(numbers.values()), is_total_hidden),
            *(_text(numbers.get(key, 0), is_pooled or key in hidden) for key in keys),
        ]

    def order(society):
        return (society in without_total, 0 if society in without_total else -totals[society])

    together = suppression.pooled(counts, pool)
    return Table(
        title=TITLES[by],
        columns=["党员", *CATEGORIES[by].values()],
        rows=[
            (
                society,
                texts(
                    counts[society],
                    is_total_hidden=society in without_total,
                    is_pooled=society in pool,
                ),
            )
            for society in sorted(counts, key=lambda society: (*order(society), society))
        ],
        pooled=len(pool),
        together=texts(together, is_total_hidden=suppression.is_small(sum(together.values()))),
    )


def list_page(source, table: Table, page) -> dict:
    """The context of one page of the table, with names."""
    names = source.names([key for key, _ in page])
    return {
        "table": table,
        "page": page,
        "rows": [(names[key], list(zip(table.columns, texts, strict=True))) for key, texts in page],
        "together": list(zip(table.columns, table.together, strict=True)),
        "small": suppression.SMALL,
    }
