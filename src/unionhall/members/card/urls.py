"""Addresses of the card; that of the check is short, since a QR code carries it."""

from django.urls import path

from unionhall.members.card import views

app_name = "card"
urlpatterns = [
    path("me/card/show/", views.show, name="show"),
    path("me/card/issue/", views.issue, name="issue"),
    path("me/card/card.pdf", views.pdf, name="pdf"),
    path("card/keys.json", views.keys, name="keys"),
    path("card/<str:payload>/", views.check, name="check"),
    path("members/cards/<int:pk>/revoke/", views.revoke, name="revoke"),
]
