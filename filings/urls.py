from django.urls import path

from filings.views import editor, lifecycle

app_name = "filings"
urlpatterns = [
    path("", lifecycle.filing_list, name="list"),
    path("start/", lifecycle.start, name="start"),
    path("<int:pk>/", lifecycle.overview, name="overview"),
    path("<int:pk>/check/", lifecycle.check, name="check"),
    path("<int:pk>/submit/", lifecycle.submit, name="submit"),
    path("<int:pk>/withdraw/", lifecycle.withdraw, name="withdraw"),
    path("<int:pk>/receipt/", lifecycle.receipt, name="receipt"),
    path("<int:pk>/versions/<int:number>/", lifecycle.version, name="version"),
    path("<int:pk>/<slug:slug>/", editor.section, name="section"),
    path("<int:pk>/<slug:slug>/add/<slug:group>/", editor.add_row, name="add_row"),
    path(
        "<int:pk>/<slug:slug>/remove/<slug:group>/<slug:key>/",
        editor.remove_row,
        name="remove_row",
    ),
]
