"""Addresses of changes of unions."""

from django.urls import path

from unionhall.organising.changes import views

app_name = "union_changes"
urlpatterns = [
    path("founding/changes/", views.index, name="index"),
    path("founding/changes/<int:pk>/", views.show, name="show"),
    path("founding/unions/<int:pk>/", views.begin, name="begin"),
    path("founding/unions/<int:pk>/change/", views.change, name="change"),
    path("founding/unions/<int:pk>/move/", views.move, name="move"),
    path("founding/unions/<int:pk>/merge/", views.merge, name="merge"),
    path("founding/unions/<int:pk>/split/", views.split, name="split"),
    path("founding/unions/<int:pk>/dissolve/", views.dissolve, name="dissolve"),
]
