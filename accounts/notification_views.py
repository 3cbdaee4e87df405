"""/notifications/: what a person was told, unread first; and which kinds come by e-mail, too."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts import topics
from accounts.actions import choose_emails
from accounts.forms import EmailForm
from accounts.notifications import mark_read

PAGE = 50


@require_safe
def notifications(request):
    return show(request, EmailForm(user=request.user))


def show(request, form, status=200):
    rows = request.user.notifications.order_by(F("read_at").desc(nulls_first=True), "-pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    seen = topics.visible(request.user, {row.topic for row in page})
    page.object_list = [{"row": row, "is_gone": row.topic not in seen} for row in page]
    context = {"page": page, "form": form}
    return render(request, "accounts/notifications.html", context, status=status)


@require_POST
def read_one(request, pk):
    """Mark one as read and go where it leads."""
    found = get_object_or_404(request.user.notifications, pk=pk)
    mark_read(request.user.notifications.filter(pk=pk))
    is_gone = found.topic not in topics.visible(request.user, [found.topic])
    return redirect("notifications:list" if is_gone else found.link)


@require_POST
def read_all(request):
    mark_read(request.user.notifications.all())
    messages.success(request, "通知已全部标为已读。")
    return redirect("notifications:list")


@require_POST
def preferences(request):
    form = EmailForm(request.POST, user=request.user)
    if not form.is_valid():
        return show(request, form, status=422)
    choose_emails(request.user, **form.cleaned_data)
    messages.success(request, "邮件提醒已保存。")
    return redirect("notifications:list")
