"""Addresses of a union's own values."""

from django.urls import path

from unionhall.duties.by_laws import views

app_name = "by_laws"
urlpatterns = [
    path("<str:rule_id>/set-by-law/", views.set_by_law, name="set_by_law"),
    path("by-laws/<int:pk>/end/", views.end_by_law, name="end_by_law"),
]
