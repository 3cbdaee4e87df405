"""The editor: one page for each section of a draft. Everything typed is saved by every button."""

from functools import partial
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from filings import actions
from filings.forms import DraftForm
from filings.kinds import get_kind
from filings.progress import parts
from filings.rules import MoveNotAllowed
from filings.views.access import own_filing
from filings.views.pages import ALL, OPEN, cell_url, navigation, summary
from filings.views.returns import Feedback
from filings.views.section import SectionPage


@require_http_methods(["GET", "HEAD", "POST"])
def section(request, pk, slug):
    filing = own_filing(request, pk)
    kind = get_kind(filing.kind)
    if kind.section(slug) is None:
        raise Http404
    if request.method == "POST":
        return save(request, filing, slug)
    if not filing.is_editable:
        return redirect("filings:overview", pk)
    return render(request, "filings/section.html", section_context(request, filing, slug))


def section_context(request, filing, slug) -> dict:
    kind = get_kind(filing.kind)
    checked = actions.check(filing)
    feedback = Feedback(filing)
    all_parts = filing_parts(filing, checked, feedback)
    slugs = [part.section.slug for part in all_parts]
    index = slugs.index(slug)
    part = all_parts[index]
    page = SectionPage(
        filing,
        part,
        feedback,
        open_key=request.GET.get(OPEN, ""),
        show_all=ALL in request.GET,
    )
    advice = kind.advice(filing.document, checked, society=filing.society, cycle=filing.cycle)
    return {
        "filing": filing,
        "page": page,
        "navigation_parts": navigation(filing, all_parts, slug),
        "summary_box": summary(filing, part),
        "advice": advice if advice and part.section.holds(advice.path) else None,
        "returned": feedback.returned(partial(cell_url, filing), request.GET.get("at", "")),
        "sign_in_url": f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': request.path})}",
        "place": place_of(index + 1, kind),
        "previous": kind.sections[index - 1] if index else None,
        "next": kind.sections[index + 1] if index + 1 < len(slugs) else None,
    }


def place_of(number: int, kind) -> str:
    """Where a page stands among the parts; the check page comes last."""
    return f"第 {number} 部分，共 {len(kind.sections) + 1} 部分"


def filing_parts(filing, checked, feedback):
    kind = get_kind(filing.kind)
    return parts(
        kind,
        filing.document,
        checked,
        filing.answers,
        blank=kind.blank(filing.society),
        asked=feedback.open_paths,
    )


def save(request, filing, slug):
    """Save the page; then go where the button says: `?to=` another part, else here."""
    try:
        store(request, filing)
    except NotStored as problem:
        return unsaved(request, filing, problem)
    if to := request.GET.get("to"):
        return go_on(filing, to)
    return back(filing, slug, {OPEN: request.GET.get(OPEN)}, "#summary")


def go_on(filing, to: str):
    if to == "check":
        return redirect("filings:check", filing.pk)
    if get_kind(filing.kind).section(to) is None:
        raise Http404
    return redirect("filings:section", filing.pk, to)


def back(filing, slug, query: dict, anchor=""):
    url = reverse("filings:section", args=[filing.pk, slug])
    given = {name: value for name, value in query.items() if value}
    return redirect(url + (f"?{urlencode(given)}" if given else "") + anchor)


class NotStored(Exception):
    """What a page sent cannot be written; `typed` are (label, text) pairs of what was typed."""

    def __init__(self, reason, typed):
        self.typed = typed
        super().__init__(reason)


def store(request, filing) -> None:
    """Write what a page sent into the draft, or raise NotStored."""
    kind = get_kind(filing.kind)
    form = DraftForm(request.POST, kind=kind)
    valid = form.is_valid()
    sent = form.cleaned_data
    typed = [(kind.field(path).label, text) for path, text in sent["cells"].items()]
    if not valid or sent["account"] != request.user.pk:
        raise NotStored("这一页是用别的账号打开的。", typed)
    try:
        saved = actions.save_draft(filing.pk, by=request.user, **form.changes)
    except MoveNotAllowed as refused:
        raise NotStored(str(refused), typed) from None
    if gone := [path for path in sent["cells"] if path in saved.answers.get("orphans", {})]:
        messages.warning(request, f"有 {len(gone)} 格所在的行已在别处删除，您填写的内容另有保留。")


def unsaved(request, filing, problem: NotStored):
    """Say why nothing was written, and show what was typed: it is not lost with the page."""
    context = {"filing": filing, "reason": str(problem), "typed": problem.typed}
    return render(request, "filings/unsaved.html", context, status=409)
