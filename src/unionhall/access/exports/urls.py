"""Addresses of one's own exports."""

from django.urls import path

from unionhall.access.exports import views

app_name = "exports"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/download/", views.download, name="download"),
    path("<int:pk>/remove/", views.remove, name="remove"),
]
