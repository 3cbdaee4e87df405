"""The bare pages that others are measured by: a signed-in page with one query of 20 rows, and the
POST of one ModelForm with 12 fields."""

from django.contrib.auth.decorators import login_required
from django.forms import modelform_factory
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from filings.models import Cycle
from societies.models import SocietyName

CycleForm = modelform_factory(
    Cycle,
    fields="title document_title document_number opens_on deadline reporting_date goal_percent "
    "goal_date resubmission_days branch_full_members group_members email".split(),
)


@login_required
def page(request):
    names = SocietyName.objects.select_related("society").order_by("-pk")[:20]
    return render(request, "bare.html", {"names": names})


@login_required
def form(request):
    bound = CycleForm(request.POST, instance=Cycle.objects.first())
    bound.save()
    return HttpResponse("saved")


urlpatterns = [path("page/", page), path("form/", form)]
