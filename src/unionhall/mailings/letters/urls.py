"""Addresses of Word templates, below those of messages to many."""

from django.urls import path

from unionhall.mailings.letters import views

urlpatterns = [
    path("", views.templates, name="templates"),
    path("upload/", views.upload, name="upload"),
    path("fields/", views.field_list, name="fields"),
    path("fields/sample-<slug:language>.docx", views.sample_file, name="sample"),
    path("<int:pk>/", views.template, name="template"),
    path("<int:pk>/file/", views.template_file, name="template_file"),
    path("<int:pk>/preview/", views.preview, name="preview"),
    path("<int:pk>/merge/", views.merge, name="merge"),
    path("<int:pk>/remove/", views.remove_template, name="remove_template"),
]
