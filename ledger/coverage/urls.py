from django.urls import path

from ledger.coverage import views

app_name = "coverage"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("list/", views.societies, name="list"),
]
