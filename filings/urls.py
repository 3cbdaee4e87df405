from django.urls import include, path

from filings.views import (
    attachments,
    autosave,
    comments,
    downloads,
    editor,
    lifecycle,
    rows,
    submitted,
    uploads,
)

app_name = "filings"
row_urls = [
    path("remove/", rows.remove, name="remove_row"),
    path("restore/", rows.restore, name="restore_row"),
    path("duplicate/", rows.duplicate, name="duplicate_row"),
    path("up/", rows.move_up, name="move_row_up"),
    path("down/", rows.move_down, name="move_row_down"),
]
urlpatterns = [
    path("", lifecycle.filing_list, name="list"),
    path("start/", lifecycle.start, name="start"),
    path("blank/<slug:kind>/<slug:suffix>/", downloads.blank, name="blank"),
    path("<int:pk>/", lifecycle.overview, name="overview"),
    path("<int:pk>/check/", lifecycle.check, name="check"),
    path("<int:pk>/check/<slug:suffix>/", downloads.draft_paper, name="draft_paper"),
    path("<int:pk>/submit/", lifecycle.submit, name="submit"),
    path("<int:pk>/withdraw/", lifecycle.withdraw, name="withdraw"),
    path("<int:pk>/receipt/", submitted.receipt, name="receipt"),
    path("<int:pk>/versions/<int:number>/", submitted.version, name="version"),
    path("<int:pk>/versions/<int:number>/<slug:suffix>/", downloads.paper, name="paper"),
    path("<int:pk>/comments/", comments.write, name="comment"),
    path("<int:pk>/comments/<int:number>/reply/", comments.reply, name="reply"),
    path("<int:pk>/autosave/", autosave.autosave, name="autosave"),
    path("<int:pk>/attachments/", attachments.attach, name="attach"),
    path("<int:pk>/attachments/<int:file>/", attachments.show, name="attachment"),
    path("<int:pk>/attachments/<int:file>/take-back/", attachments.take_back, name="take_back"),
    path("<int:pk>/upload/", uploads.upload, name="upload"),
    path("<int:pk>/upload/<int:number>/", uploads.compare, name="compare"),
    path("<int:pk>/upload/<int:number>/take/", uploads.take, name="take"),
    path("<int:pk>/upload/<int:number>/drop/", uploads.drop, name="drop"),
    path("<int:pk>/<slug:slug>/", editor.section, name="section"),
    path("<int:pk>/<slug:slug>/add/<slug:group>/", rows.add, name="add_row"),
    path("<int:pk>/<slug:slug>/paste/<slug:group>/", rows.paste, name="paste_rows"),
    path(
        "<int:pk>/<slug:slug>/unplaced/<slug:group>/", rows.forget_unplaced, name="forget_unplaced"
    ),
    path("<int:pk>/<slug:slug>/rows/<slug:group>/<slug:key>/", include(row_urls)),
]
