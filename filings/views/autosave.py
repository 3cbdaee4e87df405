"""Autosave: the changed cells of a page, merged into the draft one by one, answered as JSON."""

from collections import defaultdict

from django.http import JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from accounts import clock
from filings import actions, documents, drafts
from filings.documents import KEY
from filings.fields.base import society_context
from filings.forms import DraftForm
from filings.kinds import get_kind
from filings.rules import MoveNotAllowed
from filings.views import sheets
from filings.views.access import own_filing
from filings.views.pages import cell_url


@require_POST
def autosave(request, pk):
    """Answers {revision, time, cells: {path: {text, state, remarks}}, orphans: [path]}; with 409
    {error} where the draft may not be written now, or not by this account."""
    filing = own_filing(request, pk)
    form = DraftForm(request.POST, kind=get_kind(filing.kind))
    if not form.is_valid() or form.cleaned_data["account"] != request.user.pk:
        return JsonResponse({"error": "现在登录的是别的账号，内容没有保存。"}, status=409)
    try:
        saved = actions.save_draft(pk, by=request.user, **form.changes)
    except MoveNotAllowed as refused:
        return JsonResponse({"error": str(refused)}, status=409)
    filing.document, filing.answers = saved.document, saved.answers
    cells = [*form.cleaned_data["cells"], *form.cleaned_data["meanings"]]
    orphans = filing.answers.get("orphans", {})
    return JsonResponse(
        {
            "revision": saved.revision,
            "time": f"{clock.now():%H:%M:%S}",
            "cells": cell_views(filing, cells),
            "orphans": [path for path in cells if path in orphans],
        }
    )


def cell_views(filing, paths) -> dict[str, dict]:
    """State and remarks of single cells, without the checks across cells and tables: the page asks
    for those when its reader pauses."""
    kind = get_kind(filing.kind)
    findings = defaultdict(list)
    for finding in [*cell_findings(filing, kind, paths), *drafts.conflicts(filing, kind)]:
        findings[finding.path].append(finding)
    draft = sheets.Draft(
        kind=kind,
        document=filing.document,
        answers=filing.answers,
        findings=findings,
        link_of=lambda path: cell_url(filing, path),
    )
    return {path: cell_view(draft, path) for path in paths}


def cell_view(draft, path) -> dict:
    state, shown = sheets.cell_state(draft, path)
    remarks = [sheets.remark(draft, finding) for finding in shown]
    template = "filings/includes/remark.html"
    return {
        "text": documents.get_cell(draft.document, path),
        "state": state,
        "remarks": [render_to_string(template, {"remark": remark}) for remark in remarks],
    }


def cell_findings(filing, kind, paths):
    """What the schemas say about single cells, in their rows and with their neighbours."""
    context = society_context(filing.society, clock.today())
    wanted = set(paths)
    for prefix in {path.rpartition("/")[0] for path in paths}:
        form = _schema(filing.document, kind, prefix, context)
        if form is not None:
            found = form.findings(prefix + "/" if prefix else "")
            yield from (finding for finding in found if finding.path in wanted)


def _schema(document, kind, prefix, context):
    if not prefix:
        schema = next(section.schema for section in kind.sections if section.schema)
        return schema(document["cells"], context=context)
    name, key = prefix.split("/")
    group = next(g for section in kind.sections for g in section.groups if g.name == name)
    rows = document["rows"].get(name, [])
    index = next((i for i, row in enumerate(rows) if row[KEY] == key), None)
    if index is None or documents.is_blank(rows[index]):
        return None
    above = next((row for row in reversed(rows[:index]) if not documents.is_blank(row)), None)
    return group.schema(rows[index], context=context, above=above)
