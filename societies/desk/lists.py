"""The register from lists: a workbook looked at, then entered; accounts from a list; the links of
invitations, once."""

import hashlib

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from accounts.actions import audit
from accounts.admin_forms import form_page, require_role
from accounts.enums import AuditAction
from societies.desk.pages import KEEPERS
from societies.forms import AccountsForm, ConfirmForm, LinksForm, WorkbookForm
from societies.importing import books
from societies.importing.apply import apply_lists, keep_workbook
from societies.importing.columns import ACCOUNTS
from societies.importing.links import link_rows
from societies.importing.plan import plan
from societies.importing.reading import read_pasted, read_workbook
from societies.importing.rows import ADDED, CHANGED, Lists, read_accounts, read_tables
from societies.models import PendingImport
from societies.office.refusals import Refused
from societies.office.sheets import CONTENT_TYPE

SHOWN = 200


class ListPages:
    """Mixin of the societies' model admin."""

    pages = {
        "import/": "import_upload",
        "import/template/": "import_template",
        "import/check/": "import_check",
        "import/errors/": "import_errors",
        "import/confirm/": "import_confirm",
        "invite-list/": "invite_list",
        "links/": "links",
    }

    def list_tools(self, request):
        tools = super().list_tools(request)
        if not tools:
            return []
        return [
            *tools,
            ("从工作簿导入", self.url("import_upload")),
            ("按名单邀请", self.url("invite_list")),
        ]

    def import_upload(self, request):
        """Take a workbook, keep it for its uploader, go and look at what it would do."""
        require_role(request, *KEEPERS)
        form = WorkbookForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["file"]
            data = file.read()
            try:
                read_tables(read_workbook(data))
            except Refused as refusal:
                form.add_error("file", str(refusal))
            else:
                keep_workbook(data, filename=file.name, by=request.user)
                return redirect(self.url("import_check"))
        return form_page(
            self,
            request,
            form,
            title="从工作簿导入",
            submit="上传并核对",
            intro="支撑单位、学会、账号在一个 .xlsx 里。上传后先核对，确认以后才写入名册。",
            template="admin/societies/society/import.html",
        )

    def import_template(self, request):
        require_role(request, *KEEPERS)
        return _download(books.template(), "register-template.xlsx")

    def import_check(self, request):
        """What the kept workbook would add and change, and every error in it."""
        require_role(request, *KEEPERS)
        if (kept := _kept_by(request.user)) is None:
            return redirect(self.url("import_upload"))
        lists = _lists(kept)
        plan(lists)
        return self._check_page(request, lists, kept)

    def _check_page(self, request, lists: Lists, kept):
        problems = list(lists.problems())
        changing = [(sheet.title, row) for sheet, row in lists.changing()]
        context = {
            **self.admin_site.each_context(request),
            "title": "核对导入内容",
            "opts": self.opts,
            "filename": kept.filename,
            "counts": [_counts(sheet) for sheet in lists.sheets.values()],
            "remarks": lists.remarks,
            "problems": problems[:SHOWN],
            "problem_count": len(problems),
            "changing": changing[:SHOWN],
            "changing_count": len(changing),
            "form": ConfirmForm(initial={"seen": lists.fingerprint()}),
        }
        return TemplateResponse(request, "admin/societies/society/import_check.html", context)

    @method_decorator(require_POST)
    def import_errors(self, request):
        """The kept workbook back, with its errors in a column; recorded, for it holds personal
        data."""
        require_role(request, *KEEPERS)
        if (kept := _kept_by(request.user)) is None:
            return redirect(self.url("import_upload"))
        lists = _lists(kept)
        plan(lists)
        audit(AuditAction.EXPORT, request=request, target=f"导入错误：{kept.filename}")
        return _download(books.with_errors(lists), "register-errors.xlsx")

    @method_decorator(require_POST)
    def import_confirm(self, request):
        """Enter what was looked at; shows the links of new accounts."""
        require_role(request, *KEEPERS)
        form = ConfirmForm(request.POST)
        if (kept := _kept_by(request.user)) is None or not form.is_valid():
            return redirect(self.url("import_upload"))
        try:
            invited = apply_lists(
                _lists(kept),
                seen=form.cleaned_data["seen"],
                by=request.user,
                request=request,
                kept=kept,
                source=f"{kept.filename}（SHA-256 {hashlib.sha256(kept.data).hexdigest()[:12]}）",
            )
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
            return redirect(self.url("import_check"))
        messages.success(request, f"“{kept.filename}”已导入名册。")
        if not invited:
            return redirect(self.url("changelist"))
        return self._links_page(request, invited)

    def invite_list(self, request):
        """Accounts from pasted lines or a workbook: all of them, or all errors at once."""
        require_role(request, *KEEPERS)
        form = AccountsForm(request.POST or None, request.FILES or None)
        problems = []
        if request.method == "POST" and form.is_valid():
            try:
                lists = _account_lists(form)
                plan(lists)
                problems = list(lists.problems())
                if not problems:
                    seen = lists.fingerprint()
                    invited = apply_lists(lists, seen=seen, by=request.user, request=request)
                    return self._links_page(request, invited)
                form.add_error(None, f"有 {len(problems)} 处要改，还没有邀请任何人。")
            except Refused as refusal:
                form.add_error(None, str(refusal))
            except ValidationError as refusal:
                form.add_error(None, refusal.messages)
        form.problems = problems[:SHOWN]
        return form_page(
            self,
            request,
            form,
            title="按名单邀请",
            submit="生成邀请链接",
            intro="每行一人：学会、姓名、联系电话、电子邮箱、用户名（可不填）。"
            "从表格复制粘贴，或用逗号隔开；也可以上传 .xlsx，工作表名为“账号”。",
            template="admin/societies/society/invite_list.html",
        )

    def _links_page(self, request, invited):
        """The links of new accounts, this once; the same as a workbook from this page."""
        context = {
            **self.admin_site.each_context(request),
            "title": "邀请链接",
            "opts": self.opts,
            "count": len(invited),
            "rows": [(row, request.build_absolute_uri(row.path)) for row in invited[:SHOWN]],
            "rest": max(0, len(invited) - SHOWN),
            "form": LinksForm(initial={"tokens": "\n".join(row.token for row in invited)}),
        }
        response = TemplateResponse(request, "admin/societies/society/links.html", context)
        add_never_cache_headers(response)
        return response

    @method_decorator(require_POST)
    def links(self, request):
        """The links that a page of this user just showed, as a workbook; recorded."""
        require_role(request, *KEEPERS)
        form = LinksForm(request.POST)
        if not form.is_valid():
            return redirect(self.url("changelist"))
        tokens = form.cleaned_data["tokens"].split()
        rows = list(link_rows(tokens, by=request.user, absolute=request.build_absolute_uri))
        audit(AuditAction.EXPORT, request=request, target=f"邀请链接 {len(rows)} 个")
        return _download(books.links(rows), "invitations.xlsx")


def _kept_by(user) -> PendingImport | None:
    return PendingImport.objects.filter(by=user).first()


def _lists(kept: PendingImport) -> Lists:
    return read_tables(read_workbook(bytes(kept.data)))


def _account_lists(form) -> Lists:
    if file := form.cleaned_data["file"]:
        lists = read_tables(read_workbook(file.read()))
        if set(lists.sheets) != {ACCOUNTS}:
            raise Refused("工作簿里除“账号”外还有别的表。", "请用“从工作簿导入”。")
        return lists
    return read_accounts(read_pasted(form.cleaned_data["text"]))


def _counts(sheet) -> dict:
    count = sheet.count()
    wrong = sum(bool(row.errors) for row in sheet.rows)
    unchanged = len(sheet.rows) - wrong - count[ADDED] - count[CHANGED]
    return {
        "title": sheet.title,
        "added": count[ADDED],
        "changed": count[CHANGED],
        "unchanged": unchanged,
        "wrong": wrong,
    }


def _download(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    add_never_cache_headers(response)
    return response
