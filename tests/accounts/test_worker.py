"""The worker of background tasks: it goes on where another one was ended."""

import sys
from io import StringIO

import pytest
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@task
def end_the_worker(times):
    """Ends its worker as a second Ctrl-C does, the first `times` times."""
    if len(DBTaskResult.objects.get().worker_ids) <= times:
        sys.exit(1)
    return "done"


@task
def fail():
    raise ValueError("不是这个")


def test_task_of_a_killed_worker_is_taken_up_again(task_queue):
    end_the_worker.enqueue(times=0)
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, worker_ids=["killed"])
    said = StringIO()
    task_queue(stdout=said)
    assert DBTaskResult.objects.get().return_value == "done"
    lines = said.getvalue().splitlines()
    assert [lines[0], lines[1], lines[-1]] == [
        "后台任务进程已启动。",
        "接着做上次中断的任务 1 个。",
        "后台任务进程已停止。",
    ]
    assert lines[2].startswith("开始任务 tests.accounts.test_worker.end_the_worker")
    assert lines[3].startswith("任务完成")


@pytest.mark.parametrize(("times", "status"), [(2, "SUCCESSFUL"), (9, "FAILED")])
def test_task_that_ends_its_workers_is_given_up_at_last(task_queue, times, status):
    end_the_worker.enqueue(times=times)
    for _ in range(7):
        task_queue(stdout=StringIO())
    left = DBTaskResult.objects.get()
    assert left.status == status
    assert len(left.worker_ids) == min(times + 1, 5)


def test_failed_task_is_told_and_not_repeated(task_queue, caplog):
    fail.enqueue()
    said = StringIO()
    task_queue(stdout=said)
    task_queue(stdout=said)
    assert said.getvalue().count("任务失败") == 1
    assert caplog.text.count("ValueError: 不是这个") == 1
