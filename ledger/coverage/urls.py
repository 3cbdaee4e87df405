from django.urls import path

from ledger.coverage import views

app_name = "coverage"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("list/", views.societies, name="list"),
    path("export/", views.export, name="export"),
    path("ledger/", views.ledger, name="ledger"),
    path("parts/", views.parts, name="parts"),
    path("people/", views.people, name="people"),
    path("people/list/", views.people_list, name="people_list"),
    path("brief/", views.brief, name="brief"),
]
