"""Addresses of repeated problems; they stand before those of requests, whose numbers would take them."""

from django.urls import path

from unionhall.cases.patterns import views

app_name = "patterns"
urlpatterns = [
    path("", views.patterns, name="patterns"),
    path("proposals/", views.proposals, name="proposals"),
    path("proposals/<int:pk>/", views.proposal, name="proposal"),
    path(
        "proposals/<int:pk>/take-to-bargaining/",
        views.take_to_bargaining,
        name="take_to_bargaining",
    ),
    path("proposals/<int:pk>/decline/", views.decline, name="decline"),
    path("proposals/<int:pk>/carry/", views.carry, name="carry"),
]
