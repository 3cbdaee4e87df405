"""Inspecting all societies of a world: CPU of this process and of its database, and memory.
The second line counts seconds for a thousand societies, for the comparison of two worlds:

    DATABASE_URL=… python -m bench.inspecting
"""

import django

django.setup()

from django.db import connection  # noqa: E402

from accounts import clock  # noqa: E402
from bench.figures import peak, say, seconds  # noqa: E402
from bench.meter import on_processor  # noqa: E402
from filings.models import Cycle  # noqa: E402
from ledger.inspection.models import Proposal  # noqa: E402
from ledger.inspection.proposing import inspect  # noqa: E402


def main() -> None:
    connection.ensure_connection()
    database = connection.connection.info.backend_pid
    served = on_processor(database)
    spent = seconds(lambda: inspect(Cycle.objects.get(year=2017), on=clock.today()))
    spent += (on_processor(database) - served) / 1e9
    number = Proposal.objects.count()
    say(f"inspecting {number:,} societies", spent, 60, "s")
    say(f"inspecting {number:,} societies", peak(), 500, "MB")
    say(f"seconds for 1,000 of {number:,}", spent / number * 1000, 60, "s")


if __name__ == "__main__":
    main()
