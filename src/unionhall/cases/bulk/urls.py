"""Addresses of acts for many requests, below those of the inbox."""

from django.urls import path

from unionhall.cases.bulk import views

urlpatterns = [
    path("", views.index, name="bulks"),
    path("begin/", views.begin, name="begin_bulk"),
    path("<int:pk>/", views.show, name="bulk"),
    path("<int:pk>/apply/", views.apply, name="apply_bulk"),
    path("<int:pk>/dismiss/", views.dismiss, name="dismiss_bulk"),
    path("<int:pk>/undo/", views.undo, name="undo_bulk"),
]
