from django.urls import path

from ledger.inspection.views import (
    awards,
    bulk,
    circulars,
    evaluation,
    moves,
    overview,
    papers,
    society,
)
from ledger.inspection.views import standing as standings

app_name = "inspection"
urlpatterns = [
    path("", overview.latest, name="latest"),
    path("evaluate/", evaluation.evaluate, name="evaluate"),
    path("own/", society.own, name="own"),
    path("standing/<slug:slug>/", standings.standing, name="standing"),
    path("awards/", awards.awards, name="awards"),
    path("awards/export/", awards.export, name="awards_export"),
    path("<int:year>/", overview.overview, name="overview"),
    path("<int:year>/confirm/", bulk.confirm, name="bulk_confirm"),
    path("<int:year>/notices/", bulk.notices, name="bulk_notices"),
    path("<int:year>/evaluation/", awards.evaluation, name="evaluation"),
    path("<int:year>/circular/", circulars.write, name="circular"),
    path("<int:year>/circular/preview/", circulars.preview, name="circular_preview"),
    path("circulars/<int:pk>/<slug:suffix>/", circulars.paper, name="circular_paper"),
    path("documents/<int:pk>/", papers.document, name="document"),
    path("<int:year>/<slug:slug>/", society.page, name="society"),
    path("<int:year>/<slug:slug>/notice/<slug:suffix>/", papers.notice, name="notice_paper"),
    path("<int:year>/<slug:slug>/confirm/", moves.confirm, name="confirm"),
    path("<int:year>/<slug:slug>/notify/", moves.notify, name="notify"),
    path("<int:year>/<slug:slug>/decide/", moves.decide, name="decide"),
    path("<int:year>/<slug:slug>/lift/", moves.lift, name="lift"),
    path("<int:year>/<slug:slug>/reopen/", moves.reopen, name="reopen"),
    path("<int:year>/<slug:slug>/drop/", moves.drop, name="drop"),
    path("<int:year>/<slug:slug>/documents/<int:pk>/attach/", moves.attach_pdf, name="attach_pdf"),
]
