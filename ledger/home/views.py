"""/: each role's first page. A secretary's shows the deadline, the one next step and the tasks."""

from functools import partial

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.enums import Role
from accounts.prepared import Prepared
from filings import actions
from filings.enums import WAITING, ScanNeed, State
from filings.models import Filing
from filings.progress import PartState, parts
from filings.queries import current_cycle
from filings.rules import days_left, obligation_of, scan_problem
from filings.views.pages import cell_url, upload_links
from filings.views.returns import Feedback
from ledger.inspection.flags import cases
from ledger.registration.kind import REGISTRATION
from societies import codes
from societies.models import Society
from societies.queries import societies_of_filer

PLACES = {
    Role.REVIEWER: "admin:filings_filing_changelist",
    Role.COMMITTEE: "admin:filings_filing_changelist",
    Role.LEADER: "coverage:overview",
    Role.ADMINISTRATOR: "admin:index",
}
WEEKDAYS = "一二三四五六日"
_filing = Prepared(
    lambda obligation: Filing.objects.filter(obligation=obligation).exclude(state=State.DISCARDED)
)


@require_safe
def home(request):
    if request.user.role in PLACES:
        return redirect(PLACES[request.user.role])
    if request.user.role != Role.SECRETARY:
        return render(request, "home/nothing.html")
    societies = societies_of_filer(request.user)
    chosen = choose(societies, request.GET.get("society"))
    if chosen is None:
        return render(request, "home/nothing.html")
    context = secretary_context(chosen)
    context["societies"] = [
        {"label": str(society), "url": f"/?society={society.slug}", "active": society == chosen}
        for society in societies
    ]
    return render(request, "home/secretary.html", context)


def choose(societies, slug) -> Society | None:
    return next((s for s in societies if s.slug == slug), next(iter(societies), None))


def secretary_context(society) -> dict:
    on = clock.today()
    cycle = current_cycle(on)
    obligation = cycle and obligation_of.first(cycle.pk, society.pk)
    context = {
        "society": society,
        "cycle": cycle,
        "obligation": obligation,
        "consequences": [row.name for row in codes.penalties()],
        "cases": cases(society, on=on),
    }
    if obligation is None:
        return context
    filing = _filing.first(obligation.pk)
    draft = filing or Filing(kind=REGISTRATION.code, document=REGISTRATION.start(society))
    draft.society, draft.cycle = society, cycle
    checked = actions.check(draft)
    feedback = Feedback(draft)
    all_parts = parts(
        REGISTRATION,
        draft.document,
        checked,
        draft.answers,
        blank=REGISTRATION.blank(society),
        asked=feedback.open_paths,
    )
    due = (filing and filing.return_due) or obligation.due
    return context | {
        "filing": filing,
        "state": State(filing.state) if filing else None,
        "kind": REGISTRATION,
        "advice": REGISTRATION.advice(draft.document, checked, society=society, cycle=cycle),
        "tasks": tasks(filing, all_parts),
        "uploads": upload_links(filing) if filing and filing.is_editable else [],
        "deadline": deadline(filing, all_parts, due, on),
        "returned": feedback.returned(partial(cell_url, draft)),
    }


def deadline(filing, all_parts, due, on) -> dict:
    """Days left and the one next step (components/deadline_card.html)."""
    left = days_left(due, on=on)
    view = {
        "days_left": left,
        "days_late": -left,
        "text": f"{due:%Y年%-m月%-d日}（星期{WEEKDAYS[due.weekday()]}）24时前提交",
    }
    if filing is None:
        return view | {"progress": "还没有开始，学会名称、支撑单位和所在地已经替您填好。"}
    if not filing.is_editable:
        url = reverse("filings:receipt", args=[filing.pk])
        done = f"{State(filing.state).for_secretary}，回执号 {filing.receipt}。"
        if filing.state in WAITING and scan_problem(filing, before=ScanNeed.APPROVAL):
            done += "还要打印、盖章，上传盖章件，上传以后才能批准。"
            return view | {"progress": done, "url": f"{url}#files-stamped", "label": "上传盖章件"}
        return view | {"progress": done, "url": url, "label": "查看回执"}
    done = sum(part.state == PartState.DONE for part in all_parts)
    view["progress"] = f"{len(all_parts) + 1} 部分已完成 {done} 部分，已填内容全部保存。"
    unfinished = next((part for part in all_parts if part.state != PartState.DONE), None)
    if unfinished is None:
        url = reverse("filings:check", args=[filing.pk])
        return view | {"url": url, "label": "核对并提交"}
    verb = "修改" if filing.state == State.RETURNED else "继续填写"
    slug = unfinished.section.slug
    return view | {
        "url": reverse("filings:section", args=[filing.pk, slug]),
        "label": f"{verb}：{unfinished.section.short_title}",
    }


def tasks(filing, all_parts) -> list[dict]:
    """The parts of the filing (components/task_row.html), submission last."""
    editable = filing is not None and filing.is_editable
    rows = [
        {
            "title": part.section.short_title,
            "url": reverse("filings:section", args=[filing.pk, part.section.slug])
            if editable
            else "",
            "text": part.text,
            "state": part.state.value,
            "word": part.state.label,
        }
        for part in all_parts
    ]
    left = sum(part.state != PartState.DONE for part in all_parts)
    last = {"title": "核对并提交", "url": "", "text": "以上各项完成后可以提交"}
    if editable:
        last["url"] = reverse("filings:check", args=[filing.pk])
        last["text"] = "可以核对并提交" if not left else f"还差 {left} 部分，完成后可以提交"
    if filing is not None and not filing.is_editable:
        last["text"] = f"已提交，回执号 {filing.receipt}"
        return [*rows, last | {"state": "done", "word": PartState.DONE.label}]
    return [*rows, last | {"state": "todo", "word": PartState.TODO.label}]
