"""Addresses of lists of evidence."""

from django.urls import path

from unionhall.papers.evidence import views

app_name = "evidence"
urlpatterns = [
    path("evidence/<slug:name>/<str:key>/", views.evidence, name="list"),
    path("evidence/<slug:name>/<str:key>/add/", views.add_item, name="add_item"),
    path("evidence/items/<uuid:uid>/correct", views.correct_item, name="correct_item"),
    path("evidence/items/<uuid:uid>/up", views.move_item, {"up": True}, name="move_up"),
    path("evidence/items/<uuid:uid>/down", views.move_item, {"up": False}, name="move_down"),
    path("evidence/items/<uuid:uid>/return", views.return_item, name="return_item"),
    path("evidence/items/<uuid:uid>/strike", views.strike_item, name="strike_item"),
]
