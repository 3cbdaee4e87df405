"""Campaigns: entered, changed and opened by the administrator."""

from functools import partial

from django.shortcuts import get_object_or_404

from accounts.admin_forms import act_page, require_role
from filings.cycle_actions import add_cycle, change_cycle, open_cycle
from filings.desk.cycle_forms import CycleForm, OpenForm
from filings.models import Cycle
from societies.desk.pages import KEEPERS
from societies.models import Society

FORM = "admin/filings/cycle/form.html"


class CyclePages:
    """Mixin of the cycles' model admin."""

    pages = {"enter/": "enter", "<int:pk>/edit/": "edit", "<int:pk>/open/": "open"}

    def list_tools(self, request):
        return [("添加填报周期", self.url("enter"))] if request.user.role in KEEPERS else []

    def object_tools(self, request, obj):
        if request.user.role not in KEEPERS:
            return []
        return [("修改", self.url("edit", obj.pk)), ("开放填报", self.url("open", obj.pk))]

    def enter(self, request):
        require_role(request, *KEEPERS)
        form = CycleForm(request.POST or None)
        return act_page(
            self,
            request,
            form,
            add_cycle,
            done="已添加。确认无误后，请办理“开放填报”。",
            back=self._page_of,
            title="添加填报周期",
            submit="添加",
            template=FORM,
        )

    def edit(self, request, pk):
        cycle = self._kept(request, pk)
        form = CycleForm(request.POST or None, instance=cycle)
        return act_page(
            self,
            request,
            form,
            partial(change_cycle, Cycle(pk=pk)),
            done="已保存。",
            back=self._page_of,
            title="修改",
            submit="保存",
            crumbs=[(str(cycle), self._page_of(cycle))],
            template=FORM,
        )

    def open(self, request, pk):
        """Give every member society its obligation, after a look at how many there are."""
        cycle = self._kept(request, pk)
        members = Society.objects.members_on(cycle.opens_on)
        new = members.exclude(obligations__cycle=cycle).count()
        had = cycle.obligations.count()
        intro = (
            f"{cycle.opens_on:%Y年%-m月%-d日}的团体会员 {members.count()} 个，"
            f"其中 {new} 个还没有本周期的填报义务。办理后各有一项，"
            f"应报截止 {cycle.deadline:%Y年%-m月%-d日}"
            f"（已有的 {had} 项不变），学会自开放日期起可以填报。"
        )
        return act_page(
            self,
            request,
            OpenForm(request.POST if request.method == "POST" else None),
            partial(open_cycle, cycle),
            done=lambda made: f"已开放填报，新增 {made} 项填报义务。",
            back=self._page_of(cycle),
            title="开放填报",
            submit="开放填报",
            intro=intro,
            crumbs=[(str(cycle), self._page_of(cycle))],
        )

    def _kept(self, request, pk):
        require_role(request, *KEEPERS)
        return get_object_or_404(Cycle, pk=pk)

    def _page_of(self, cycle) -> str:
        return self.url("change", cycle.pk)
