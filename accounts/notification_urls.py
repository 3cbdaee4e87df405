from django.urls import path

from accounts import notification_views as views

app_name = "notifications"
urlpatterns = [
    path("", views.notifications, name="list"),
    path("read/", views.read_all, name="read_all"),
    path("<int:pk>/read/", views.read_one, name="read"),
    path("preferences/", views.preferences, name="preferences"),
]
