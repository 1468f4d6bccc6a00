"""Addresses of imports of employers' lists."""

from django.urls import path

from unionhall.organising.employers_in import views

app_name = "employer_imports"
urlpatterns = [
    path("", views.index, name="index"),
    path("upload/", views.upload, name="upload"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/columns/<int:sheet>/", views.columns, name="columns"),
    path("<int:pk>/apply/", views.apply, name="apply"),
    path("<int:pk>/dismiss/", views.dismiss, name="dismiss"),
    path("<int:pk>/undo/", views.undo, name="undo"),
    path("<int:pk>/refused/", views.refused, name="refused"),
    path("<int:pk>/rest/", views.rest, name="rest"),
]
