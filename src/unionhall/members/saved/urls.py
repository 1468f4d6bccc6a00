"""Addresses of saved searches, below those of the register."""

from django.urls import path

from unionhall.members.saved import views

urlpatterns = [
    path("", views.index, name="searches"),
    path("save/", views.save, name="save_search"),
    path("<int:pk>/", views.show, name="search"),
    path("<int:pk>/change/", views.change, name="change_search"),
    path("<int:pk>/remove/", views.remove, name="remove_search"),
]
