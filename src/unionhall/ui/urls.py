"""The components' own page."""

from django.urls import path

from unionhall.ui import views

app_name = "ui"
urlpatterns = [path("", views.components, name="components")]
