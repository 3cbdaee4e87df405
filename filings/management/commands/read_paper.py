"""manage.py read_paper FILE: what a filled file of the official tables says."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from accounts import clock
from filings.enums import Level
from filings.fields.base import CellContext
from filings.kinds import all_kinds, get_kind
from filings.papers.reading import Refused, bind, read, remarks


class Command(BaseCommand):
    help = "读取填好的表，以 JSON 输出内容、要确认的和有错的格；不能读取时以 1 退出。"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--kind", default="registration", choices=[kind.code for kind in all_kinds()]
        )

    def handle(self, *args, file: Path, kind: str, **options):
        try:
            reading = read(file.read_bytes(), get_kind(kind))
        except (Refused, OSError) as problem:
            raise CommandError(str(problem)) from None
        bound = bind(reading.document, get_kind(kind), CellContext(today=clock.today()))
        self.stdout.write(
            json.dumps(
                {
                    **reading.document,
                    "questions": self.remarks(bound, reading, Level.QUESTION),
                    "errors": self.remarks(bound, reading, Level.ERROR),
                    "sources": {path: str(source) for path, source in reading.sources.items()},
                    "unplaced": [
                        {"source": str(entry.source), "title": entry.title, "text": entry.text}
                        for entry in reading.unplaced
                    ],
                },
                ensure_ascii=False,
                indent=1,
            )
        )

    def remarks(self, bound, reading, level: Level) -> dict[str, dict]:
        """By cell path: what is wrong with a text, or what it may mean."""
        return {
            path: {
                "source": str(reading.sources[path]),
                "message": finding.message,
                "choices": [text for text, _ in finding.choices],
            }
            for path, finding in remarks(bound, level).items()
        }
