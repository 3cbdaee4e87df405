"""Small numbers of people are not shown, and not left to be worked out from the others.

A number from 1 to 4 is small. What hides one number must hide another, too, or the total gives it
away; the same holds for societies in the table behind a number. Zero is shown.
"""

SMALL = 5
OTHER = "other"  # not stated: says nothing about anybody, and may be small

Counts = dict  # category (or society) → number of people


def is_small(number: int) -> bool:
    return 0 < number < SMALL


def has_small(counts: Counts) -> bool:
    return any(is_small(number) for name, number in counts.items() if name != OTHER)


def hidden_categories(counts: Counts) -> set[str]:
    """The categories of one breakdown (or the societies of one column) that are not shown: the
    small ones, and the next smallest until at least two are hidden and together are not small."""
    hidden = {name for name, number in counts.items() if name != OTHER and is_small(number)}
    others = sorted((n, name) for name, n in counts.items() if n and name not in hidden)
    while hidden and others and (len(hidden) < 2 or is_small(sum(counts[n] for n in hidden))):
        hidden.add(others.pop(0)[1])
    return hidden


def hidden_rows(rows: dict[int, Counts], hidden: set[str]) -> set[int]:
    """The societies whose people are only counted together: those with a small number, those whose
    total is not shown (their categories would add up to it), and further ones until the hidden ones
    together have no small number in any category that is shown."""
    shown = {name for counts in rows.values() for name in counts} - hidden - {OTHER}
    totals = {key: sum(counts.values()) for key, counts in rows.items()}
    pool = {key for key, counts in rows.items() if has_small(counts)} | hidden_categories(totals)
    rest = sorted(rows.keys() - pool, key=lambda key: (totals[key], key))
    while pool and rest:
        small = [n for n in shown if is_small(sum(rows[key].get(n, 0) for key in pool))]
        if len(pool) > 1 and not small:
            break
        helpful = [key for key in rest if any(rows[key].get(n) for n in small)] if small else rest
        key = (helpful or rest)[0]
        rest.remove(key)
        pool.add(key)
    return pool


def pooled(rows: dict[int, Counts], pool) -> Counts:
    """The numbers of some societies together."""
    total: Counts = {}
    for key in pool:
        for name, number in rows[key].items():
            total[name] = total.get(name, 0) + number
    return total
