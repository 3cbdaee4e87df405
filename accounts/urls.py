from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("login/", views.SignInView.as_view(), name="login"),
    path("logout/", views.SignOutView.as_view(), name="logout"),
    path("notice/", views.notice, name="notice"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
]
