"""Addresses of roster imports."""

from django.urls import path

from unionhall.members.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.index, name="index"),
    path("upload/", views.upload, name="upload"),
    path("<int:pk>/", views.show, name="show"),
    path("template/", views.template, name="template"),
    path("<int:pk>/choose/", views.choose, name="choose"),
    path("<int:pk>/second/", views.second, name="second"),
    path("<int:pk>/approve/", views.approve, name="approve"),
    path("<int:pk>/send-back/", views.send_back, name="send_back"),
    path("<int:pk>/take-back/", views.take_back, name="take_back"),
    path("<int:pk>/rest/", views.rest, name="rest"),
    path("<int:pk>/columns/<int:sheet>/", views.columns, name="columns"),
    path("<int:pk>/dismiss/", views.dismiss, name="dismiss"),
    path("<int:pk>/undo/", views.undo, name="undo"),
    path("<int:pk>/refused/", views.refused, name="refused"),
]
