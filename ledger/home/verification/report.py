"""What a verification looked at, and what it found to differ."""

from collections import Counter

SHOWN = 200  # a database that is wrong everywhere must not fill the screen


class Report:
    """Counts what was checked, by name; keeps the first differences and counts the others."""

    def __init__(self):
        self.checked: Counter[str] = Counter()
        self.differences: list[str] = []
        self.unlisted = 0

    def count(self, what: str, number: int = 1) -> None:
        self.checked[what] += number

    def differ(self, text: str) -> None:
        if len(self.differences) < SHOWN:
            self.differences.append(text)
        else:
            self.unlisted += 1

    def compare(self, what: str, *, stored, computed) -> None:
        if stored != computed:
            self.differ(f"{what}：存的是 {stored}，重新计算是 {computed}")

    @property
    def is_clean(self) -> bool:
        return not self.differences
