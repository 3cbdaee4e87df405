"""What the administrator does with rows of the register: each page is a form and its action."""

from functools import partial

from django.shortcuts import get_object_or_404

from accounts.admin_forms import act_page, carried_out, form_page, invitation_page, require_role
from accounts.enums import Role
from societies import actions
from societies.enums import Membership
from societies.filers import invite_filer
from societies.forms import (
    AdmitForm,
    CouncilTermForm,
    FilerForm,
    LeaveForm,
    RenameForm,
)

KEEPERS = frozenset({Role.ADMINISTRATOR})


class KeptPages:
    """Mixin of a model admin: rows with dated names are entered, edited and renamed by actions."""

    pages = {"enter/": "enter", "<int:pk>/edit/": "edit", "<int:pk>/rename/": "rename"}
    new_form = edit_form = None
    rename_form = RenameForm

    def add(self, **fields):
        """The action that enters a row; gives it."""
        raise NotImplementedError

    def list_tools(self, request):
        may = request.user.role in KEEPERS
        return [(f"添加{self.opts.verbose_name}", self.url("enter"))] if may else []

    def object_tools(self, request, obj):
        if request.user.role not in KEEPERS:
            return []
        return [("修改", self.url("edit", obj.pk)), ("更名", self.url("rename", obj.pk))]

    def kept(self, request, pk):
        """The row that a page is about, for who keeps the register."""
        require_role(request, *KEEPERS)
        return get_object_or_404(self.get_queryset(request), pk=pk)

    def act_on(self, request, row, form, action, *, title, done, **page):
        """The page of an action on a row; goes back to the row."""
        address = self.url("change", row.pk)
        page = {"submit": title, "crumbs": [(row.name, address)], **page}
        return act_page(self, request, form, action, title=title, done=done, back=address, **page)

    def enter(self, request):
        require_role(request, *KEEPERS)
        form = self.new_form(request.POST or None)
        title = f"添加{self.opts.verbose_name}"

        def back(row):
            return self.url("change", row.pk)

        return act_page(
            self, request, form, self.add, title=title, submit="添加", done="已添加。", back=back
        )

    def edit(self, request, pk):
        row = self.kept(request, pk)
        form = self.edit_form(
            request.POST or None,
            initial={name: getattr(row, name) for name in self.edit_form.base_fields},
        )
        action = partial(actions.change, row)
        return self.act_on(request, row, form, action, title="修改", submit="保存", done="已保存。")

    def rename(self, request, pk):
        row = self.kept(request, pk)
        form = self.rename_form(request.POST or None)
        return self.act_on(
            request,
            row,
            form,
            partial(actions.rename, row),
            title="更名",
            done="已更名。",
            intro=f"现在的名称：{row.name}",
        )


class SocietyPages(KeptPages):
    """Mixin of the societies' model admin: membership, council terms and filers besides."""

    pages = KeptPages.pages | {
        "<int:pk>/admit/": "admit",
        "<int:pk>/leave/": "leave",
        "<int:pk>/term/": "term",
        "<int:pk>/invite/": "invite",
    }

    def object_tools(self, request, obj):
        tools = super().object_tools(request, obj)
        if not tools:
            return []
        member = {
            Membership.APPLICANT: [("办理入会", self.url("admit", obj.pk))],
            Membership.MEMBER: [("办理退会", self.url("leave", obj.pk))],
        }
        return [
            *tools,
            ("登记新一届理事会", self.url("term", obj.pk)),
            ("邀请填报人", self.url("invite", obj.pk)),
            *member.get(obj.membership, []),
        ]

    def admit(self, request, pk):
        society = self.kept(request, pk)
        form = AdmitForm(request.POST or None)
        intro = "入会后即有本周期的填报义务，应报截止为入会日期加退回后修改天数。"
        action = partial(actions.admit, society)
        done = f"{society.name}已入会。"
        return self.act_on(request, society, form, action, title="办理入会", done=done, intro=intro)

    def leave(self, request, pk):
        society = self.kept(request, pk)
        form = LeaveForm(request.POST or None)
        intro = "退会后，这个学会正在办理的申报随即作废，退会原因写入每件申报的经过；已批准的不变。"
        action = partial(actions.leave, society)
        done = f"{society.name}已退会。"
        return self.act_on(request, society, form, action, title="办理退会", done=done, intro=intro)

    def term(self, request, pk):
        society = self.kept(request, pk)
        last = society.council_terms.first()
        initial = {"number": last.number + 1, "starts_on": last.ends_on} if last else {}
        form = CouncilTermForm(request.POST or None, initial=initial)
        action = partial(actions.begin_council_term, society)
        title = "登记新一届理事会"
        return self.act_on(request, society, form, action, title=title, done="已登记。")

    def invite(self, request, pk):
        """An account for a society's secretary, and the link that is shown once."""
        society = self.kept(request, pk)
        form = FilerForm(request.POST or None)
        made = {}

        def act(**fields):
            made["user"], made["token"] = invite_filer(
                society, **fields, by=request.user, request=request
            )

        if carried_out(request, form, act):
            return invitation_page(self, request, **made)
        crumbs = [(society.name, self.url("change", pk))]
        return form_page(
            self, request, form, title="邀请填报人", submit="生成邀请链接", crumbs=crumbs
        )
