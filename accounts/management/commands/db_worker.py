"""manage.py db_worker: the worker of django_tasks_db, which takes up again what an ended one left
half done, and says in Chinese what it does."""

import logging

from django_tasks_db.compat import TASKS_LOGGER, TaskResultStatus, task_finished, task_started
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

MOST_TRIES = 5  # a task that ends each of its workers is given up
ENDED = ("builtins.SystemExit", "builtins.KeyboardInterrupt")


class Command(db_worker.Command):
    """One worker an installation: what is running when it starts, nobody runs. Every task of ours
    can be run again."""

    help = "执行后台任务：先接着做中断的，再等新的；--batch 做完现有的就退出。"

    def configure_logging(self, verbosity):
        # Of what the library says in English only tracebacks are left.
        for name in (TASKS_LOGGER, db_worker.logger.name):
            logging.getLogger(name).setLevel(logging.ERROR)

    def handle(self, **options):
        self.say("后台任务进程已启动。")
        if count := self.take_up_again():
            self.say(f"接着做上次中断的任务 {count} 个。")
        task_started.connect(self.started)
        task_finished.connect(self.finished)
        try:
            super().handle(**options)
        finally:
            task_started.disconnect(self.started)
            task_finished.disconnect(self.finished)
            self.say("后台任务进程已停止。")

    def take_up_again(self) -> int:
        left = DBTaskResult.objects.running() | DBTaskResult.objects.filter(
            status=TaskResultStatus.FAILED, exception_class_path__in=ENDED
        )
        again = [task.pk for task in left if len(task.worker_ids) < MOST_TRIES]
        DBTaskResult.objects.filter(pk__in=again).update(status=TaskResultStatus.READY)
        return len(again)

    def started(self, task_result, **signal):
        self.say(f"开始任务 {task_result.task.module_path}（{task_result.id}）。")

    def finished(self, task_result, **signal):
        failed = task_result.status == TaskResultStatus.FAILED
        self.say(f"任务{'失败' if failed else '完成'}（{task_result.id}）。")

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
