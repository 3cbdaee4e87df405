"""The buttons among the rows. Each saves the whole page first, so that nothing typed is lost."""

from functools import partial, wraps

from django.contrib import messages
from django.http import Http404
from django.views.decorators.http import require_POST

from filings import actions, drafts
from filings.blocks import place, read_block
from filings.forms import PasteForm
from filings.kinds import get_kind
from filings.ledger_rows import from_ledger
from filings.views.access import own_filing
from filings.views.editor import NotStored, back, store, unsaved
from filings.views.pages import OPEN


def row_action(view):
    """Load, save the page, then call the view with the filing and the group."""

    @require_POST
    @wraps(view)
    def saved_first(request, pk, slug, group, **kwargs):
        filing = own_filing(request, pk)
        section = get_kind(filing.kind).section(slug)
        known = next((g for g in section.groups if g.name == group), None) if section else None
        if known is None:
            raise Http404
        try:
            store(request, filing)
        except NotStored as problem:
            return unsaved(request, filing, problem)
        return view(request, filing, slug, known, **kwargs)

    return saved_first


def go_to(filing, slug, group, key=""):
    """The page again, at a row (a card is opened) or at the group."""
    anchor = f"#cell-{group.name}-{key}" if key else f"#cell-{group.name}"
    return back(filing, slug, {OPEN: key}, anchor)


@row_action
def add(request, filing, slug, group):
    return go_to(filing, slug, group, actions.add_row(filing.pk, group.name, by=request.user))


@row_action
def remove(request, filing, slug, group, key):
    actions.remove_row(filing.pk, group.name, key, by=request.user)
    asked = f"{group.name}/{key}" in from_ledger(filing.answers)
    anchor = f"{group.name}-{key}" if asked else group.name
    return back(filing, slug, {}, f"#cell-{anchor}")


@row_action
def restore(request, filing, slug, group, key):
    change = partial(drafts.restore_row, group=group.name, key=key)
    actions.edit_draft(filing.pk, change, by=request.user)
    return go_to(filing, slug, group, key)


@row_action
def duplicate(request, filing, slug, group, key):
    change = partial(drafts.duplicate_row, group=group.name, key=key)
    return go_to(filing, slug, group, actions.edit_draft(filing.pk, change, by=request.user))


@row_action
def move_up(request, filing, slug, group, key):
    return _move(request, filing, slug, group, key, -1)


@row_action
def move_down(request, filing, slug, group, key):
    return _move(request, filing, slug, group, key, 1)


def _move(request, filing, slug, group, key, step):
    change = partial(drafts.move_row, group=group.name, key=key, step=step)
    actions.edit_draft(filing.pk, change, by=request.user)
    return back(filing, slug, {OPEN: request.GET.get(OPEN)}, f"#cell-{group.name}-{key}")


@row_action
def paste(request, filing, slug, group):
    """A block copied from a spreadsheet becomes rows."""
    form = PasteForm(request.POST, group=group)
    if not form.is_valid():
        messages.error(request, "没有可以粘贴的内容。请从 WPS 或 Excel 复制几行，再粘贴到框里。")
        return go_to(filing, slug, group)
    columns = [(name, field.label) for name, field in group.schema.base_fields.items()]
    block = place(read_block(form.cleaned_data["text"]), columns, form.cleaned_data["first"])
    replaced = actions.edit_draft(
        filing.pk,
        partial(
            drafts.paste_rows,
            group=group.name,
            texts=block.rows,
            unplaced=block.unplaced,
            at=form.cleaned_data["at"],
            title=group.title,
        ),
        by=request.user,
    )
    said = f"已粘贴 {len(block.rows)} 行。"
    if replaced:
        said += f"其中 {replaced} 行改写了原有内容，原内容另有保留。"
    messages.success(request, said)
    return go_to(filing, slug, group)


@row_action
def forget_unplaced(request, filing, slug, group):
    change = partial(drafts.forget_unplaced, group=group.name)
    actions.edit_draft(filing.pk, change, by=request.user)
    return go_to(filing, slug, group)
