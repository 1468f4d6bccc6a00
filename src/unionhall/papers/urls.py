"""Addresses of papers and of their templates."""

from django.urls import path

from unionhall.papers import template_views, views

app_name = "papers"
urlpatterns = [
    path("papers/templates/", template_views.templates, name="templates"),
    path("papers/templates/<int:organisation>/<str:code>/", template_views.kind, name="kind"),
    path(
        "papers/templates/<int:organisation>/<str:code>/ours-<slug:language>.docx",
        template_views.default_file,
        name="default_file",
    ),
    path(
        "papers/templates/<int:organisation>/<str:code>/upload/",
        template_views.upload_template,
        name="upload_template",
    ),
    path(
        "papers/templates/<int:organisation>/<str:code>/numbers/",
        template_views.set_series,
        name="set_series",
    ),
    path("papers/templates/<int:pk>/file", template_views.template_file, name="template_file"),
    path(
        "papers/templates/<int:pk>/remove", template_views.remove_template, name="remove_template"
    ),
    path("papers/about/<slug:name>/<str:key>/", views.about, name="about"),
    path("papers/about/<slug:name>/<str:key>/<str:code>/", views.write, name="write"),
    path("papers/<uuid:uid>/", views.paper, name="paper"),
    path("papers/<uuid:uid>/files/<uuid:file>/", views.paper_file, name="paper_file"),
    path("papers/<uuid:uid>/void/", views.void, name="void"),
    path("me/papers/<uuid:uid>/", views.my_paper, name="my_paper"),
    path("me/papers/<uuid:uid>/files/<uuid:file>/", views.my_paper_file, name="my_paper_file"),
]
