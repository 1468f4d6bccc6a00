"""Addresses of consents."""

from django.urls import path

from unionhall.members.consents import my_views, views

app_name = "consents"
urlpatterns = [
    path("members/<int:pk>/consents/", views.show, name="show"),
    path("me/card/consents/", my_views.my_consents, name="my_consents"),
    path("me/card/consents/<slug:kind>/give/", my_views.give_consent, name="give_consent"),
    path(
        "me/card/consents/<slug:kind>/withdraw/", my_views.withdraw_consent, name="withdraw_consent"
    ),
]
