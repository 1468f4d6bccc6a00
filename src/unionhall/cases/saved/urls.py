"""Addresses of saved views, below those of the inbox."""

from django.urls import path

from unionhall.cases.saved import views

urlpatterns = [
    path("", views.index, name="saved_views"),
    path("save/", views.save, name="save_view"),
    path("begin-as-usual/", views.begin_as_usual, name="begin_as_usual"),
    path("<int:pk>/change/", views.change, name="change_view"),
    path("<int:pk>/move/", views.move, name="move_view"),
    path("<int:pk>/begin-with/", views.begin_with, name="begin_with"),
    path("<int:pk>/remove/", views.remove, name="remove_view"),
]
