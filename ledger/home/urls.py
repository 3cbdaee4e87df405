from django.urls import path

from ledger.home import policy_views, views

app_name = "home"
urlpatterns = [
    path("", views.home, name="home"),
    path("policy/", policy_views.policy, name="policy"),
]
