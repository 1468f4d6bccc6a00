"""Addresses of files that may be one person's."""

from django.urls import path

from unionhall.members.duplicates import views

app_name = "duplicates"
urlpatterns = [
    path("", views.index, name="index"),
    path("find/", views.find, name="find"),
    path("<int:pk>/", views.pair, name="pair"),
    path("<int:pk>/dismiss/", views.dismiss, name="dismiss"),
    path("<int:pk>/reconsider/", views.reconsider, name="reconsider"),
]
