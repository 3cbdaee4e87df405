"""manage.py load_files FOLDER --by USERNAME --report FILE.xlsx: a mailbox from the command line."""

import os
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts import clock
from accounts.actions import audit
from accounts.enums import AuditAction
from accounts.models import User
from filings.enums import LoadedState
from filings.mailbox import actions
from filings.mailbox.queries import loadable
from filings.mailbox.report import FAILED, workbook
from filings.mailbox.unpacking import decoded_name, plain_name
from filings.models import Mailbox
from filings.queries import current_cycle
from societies.office.refusals import Refused


def shown(path: Path) -> str:
    """A path of this machine: what unpacked it may have left names in GBK."""
    return "/".join(decoded_name(os.fsencode(part)) or plain_name(part) for part in path.parts)


class Command(BaseCommand):
    help = (
        "载入一个文件夹（包括下级文件夹和压缩包）里的表格文件：能提交的代填并提交，检查没有通过的"
        "存为草稿，其余的写进报告；有文件没有载入时以 1 退出。"
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument("--by", required=True, help="审核人的用户名")
        parser.add_argument("--dry-run", action="store_true", help="只看结果，什么也不改动")
        parser.add_argument("--report", type=Path, required=True, help="报告写到这个 .xlsx 文件")

    def handle(self, *args, folder: Path, by, dry_run, report: Path, **options):
        user = User.objects.filter(username=by, is_active=True).first()
        if user is None or not loadable(user):
            raise CommandError(f"没有用户名为 {by} 的审核人。")
        if not folder.is_dir():
            raise CommandError(f"没有文件夹 {folder}。")
        if dry_run:
            mailbox, written = self.try_out(folder, by=user)
        else:
            mailbox = self.load(folder, by=user)
            written = workbook(mailbox)
            audit(AuditAction.EXPORT, by=user, target=f"批量载入 {mailbox}")
        try:
            report.write_bytes(written)
        except OSError as problem:
            raise CommandError(f"不能写入 {report}：{problem.strerror}") from None
        self.tell(mailbox, dry_run=dry_run, report=report)

    def try_out(self, folder: Path, *, by) -> tuple[Mailbox, bytes]:
        """Do all of it, and undo it: what it counts and reports is what would be."""
        with transaction.atomic():
            mailbox = self.load(folder, by=by)
            written = workbook(mailbox)
            places = [file.place for file in mailbox.files.exclude(sha256="").defer("reading")]
            transaction.set_rollback(True)
        for place in places:
            default_storage.delete(place)
        return mailbox, written

    def load(self, folder: Path, *, by) -> Mailbox:
        cycle = current_cycle(clock.today())
        if cycle is None:
            raise CommandError("现在没有填报周期。")
        paths = sorted(path for path in folder.rglob("*") if path.is_file())
        with ExitStack() as opened:
            try:
                uploads = [
                    (shown(path.relative_to(folder)), opened.enter_context(path.open("rb")))
                    for path in paths
                ]
                kind = loadable(by)[0].code
                name = shown(Path(folder.resolve().name))
                mailbox = actions.load(uploads, kind=kind, cycle=cycle, by=by, name=name)
            except (Refused, OSError) as problem:
                raise CommandError(str(problem)) from None
        actions.work.call(mailbox.pk)
        ready = mailbox.files.filter(state=LoadedState.READY).values_list("number", flat=True)
        actions.confirm(mailbox, list(ready), by=by, submits=True)
        actions.work.call(mailbox.pk)
        # Counted before a trial is undone.
        mailbox.counts = Counter(mailbox.files.values_list("state", flat=True))
        filings = mailbox.files.exclude(filing=None)
        mailbox.submitted = filings.filter(filing__receipt__isnull=False).count()
        return mailbox

    def tell(self, mailbox, *, dry_run: bool, report: Path) -> None:
        counts = mailbox.counts
        confirmed, failed = counts[LoadedState.CONFIRMED], sum(counts[state] for state in FAILED)
        self.stdout.write(
            f"共 {counts.total()} 个文件：提交 {mailbox.submitted}，"
            f"存为草稿 {confirmed - mailbox.submitted}，以前已载入 {counts[LoadedState.KNOWN]}，"
            f"需要回答 {counts[LoadedState.ASKING]}，不能载入 {counts[LoadedState.REFUSED]}；"
            f"略过系统留下的文件 {mailbox.skipped} 个。"
            + ("（试运行，没有改动任何内容。）" if dry_run else "")
        )
        if failed:
            raise CommandError(f"有 {failed} 个文件没有载入，原因见 {report}。")
