"""The memory of today's coverage (docs/decisions/0015): what tells server processes of changes, and
that the numbers of all groups of societies add up to those of the whole ledger."""

from accounts import clock
from ledger.coverage import changes, queries
from ledger.coverage.sources import Live


def check_coverage(report) -> None:
    """Each server process remembers by itself, which nobody else sees; it is right as long as every
    change is noted and the groups, counted as it counts them, make up the whole."""
    number, missing = changes.missing_triggers()
    report.count("覆盖率触发器", number)
    for name in missing:
        report.differ(
            f"覆盖率触发器 {name}：没有、停用或内容不同，变动后覆盖率不会更新。"
            "请运行 manage.py migrate：它重新建立触发器，并让各进程重新计算"
        )
    on = clock.today()
    if (cycle := queries.cycle_of(on)) is None:
        return
    for pending in (False, True):
        source = Live(on, cycle, pending=pending)
        computed = _sorted(queries.cells(source.facts))
        report.count("覆盖率数字", len(computed))
        if _sorted(source.figures().cells) != computed:
            report.differ(
                f"{on:%Y-%m-%d}的覆盖率：记住的与重新计算的不同。"
                "请运行 manage.py snapshot 让各进程重新计算"
            )


def _sorted(cells: list[dict]) -> list[list]:
    return sorted(sorted(map(str, cell.items())) for cell in cells)
