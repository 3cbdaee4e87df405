from django.urls import path

from ledger.home import policy_views

app_name = "home"
urlpatterns = [
    path("policy/", policy_views.policy, name="policy"),
]
