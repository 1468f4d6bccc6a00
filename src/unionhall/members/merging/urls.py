"""Addresses of merges."""

from django.urls import path

from unionhall.members.merging import views

app_name = "merging"
urlpatterns = [
    path("members/duplicates/<int:pk>/merge/", views.merge, name="merge"),
    path("members/merges/<int:pk>/", views.show, name="show"),
    path("members/merges/<int:pk>/undo/", views.undo_merge, name="undo_merge"),
]
