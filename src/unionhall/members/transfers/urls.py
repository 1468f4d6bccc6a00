"""Addresses of transfers."""

from django.urls import path

from unionhall.members.transfers import views

app_name = "transfers"
urlpatterns = [
    path("members/transfers/<int:pk>/", views.show, name="show"),
    path("members/transfers/<int:pk>/release/", views.release, name="release"),
    path("members/transfers/<int:pk>/receive/", views.receive, name="receive"),
    path("members/transfers/<int:pk>/refuse/", views.refuse_transfer, name="refuse_transfer"),
    path("members/transfers/<int:pk>/withdraw/", views.withdraw_transfer, name="withdraw_transfer"),
    path("members/spells/<int:pk>/ask-transfer/", views.ask, name="ask"),
    path("me/memberships/<int:pk>/ask-transfer/", views.my_ask, name="my_ask"),
    path("me/transfers/<uuid:uid>/withdraw/", views.my_withdraw, name="my_withdraw"),
]
