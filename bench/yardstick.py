"""The bare pages that others are measured by: a signed-in page with one query of 20 rows, and the
POST of one ModelForm."""

from django.contrib.auth.decorators import login_required
from django.forms import modelform_factory
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from societies.models import Society, SocietyName

NameForm = modelform_factory(SocietyName, fields=["name", "short_name", "valid_from"])


@login_required
def page(request):
    names = SocietyName.objects.select_related("society").order_by("-pk")[:20]
    return render(request, "bare.html", {"names": names})


@login_required
def form(request):
    row = SocietyName.objects.filter(society=Society.objects.order_by("pk").first()).first()
    bound = NameForm(request.POST, instance=row)
    bound.save()
    return HttpResponse("saved")


urlpatterns = [path("page/", page), path("form/", form)]
