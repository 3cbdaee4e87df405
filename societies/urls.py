from django.urls import path

from societies import views

app_name = "societies"
urlpatterns = [
    path("", views.team, name="team"),
    path("<slug:slug>/invite/", views.invite, name="invite"),
    path("<slug:slug>/hand-over/", views.hand_over, name="hand_over"),
]
