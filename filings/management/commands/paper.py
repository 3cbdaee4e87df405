"""manage.py paper RECEIPT: the official tables of a filing, or the blank form, as a file."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts import clock
from filings.kinds import all_kinds, get_kind
from filings.models import Filing
from filings.papers import editions
from filings.papers.writers import WRITERS
from filings.queries import current_cycle


class Command(BaseCommand):
    help = "把一件申报的最新一版（或空白表）写成 PDF、Excel 或 Word 文件。"

    def add_arguments(self, parser):
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("receipt", nargs="?", help="回执号")
        what.add_argument("--blank", action="store_true", help="空白表")
        parser.add_argument("--format", choices=WRITERS, required=True)
        parser.add_argument("--output", type=Path, required=True)
        parser.add_argument(
            "--kind", default="registration", choices=[kind.code for kind in all_kinds()]
        )

    def handle(self, *args, receipt, format, output: Path, kind, **options):
        if format == "pdf" and not settings.PDF:
            raise CommandError("本机没有安装打印组件，不能生成 PDF。")
        if receipt:
            edition = self.edition_of(receipt)
        else:
            edition = editions.blank(get_kind(kind), current_cycle(clock.today()))
        try:
            output.write_bytes(WRITERS[format].write(edition))
        except OSError as problem:
            raise CommandError(f"不能写入 {output}：{problem.strerror}") from None
        self.stdout.write(f"已写入 {output}。")

    def edition_of(self, receipt: str) -> editions.Edition:
        filing = Filing.objects.filter(receipt=receipt).select_related("society", "cycle").first()
        if filing is None:
            raise CommandError(f"没有回执号为 {receipt} 的申报。")
        return editions.of_version(filing.versions.last())
