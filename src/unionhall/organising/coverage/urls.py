"""Addresses of coverage."""

from django.urls import path

from unionhall.organising.coverage import exports, views

app_name = "coverage"
urlpatterns = [
    path("coverage/", views.index, name="index"),
    path("coverage/without/", views.without, name="without"),
    path("coverage/without/export/", exports.export, name="export"),
]
