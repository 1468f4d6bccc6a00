"""Addresses of applications; those under /join/ are public, the union's own is on its poster."""

from django.urls import path

from unionhall.members.applying import for_views, public_views, views

app_name = "applying"
urlpatterns = [
    path("members/applications/take-down/", views.take_down, name="take_down"),
    path("members/applications/admit-together/", views.admit_together, name="admit_together"),
    path("members/applications/<int:pk>/", views.show, name="show"),
    path("members/applications/<int:pk>/admit/", views.admit, name="admit"),
    path(
        "members/applications/<int:pk>/refuse/",
        views.refuse_application,
        name="refuse_application",
    ),
    path("members/poster/<int:pk>/", views.poster, name="poster"),
    path("me/for/<uuid:uid>/applications/", for_views.apply_for, name="apply_for"),
    path(
        "me/for/<uuid:uid>/applications/<uuid:application>/",
        for_views.application_for,
        name="application_for",
    ),
    path(
        "me/for/<uuid:uid>/applications/<uuid:application>/withdraw/",
        for_views.withdraw_application_for,
        name="withdraw_application_for",
    ),
    path("join/", public_views.join, name="join"),
    path("join/code/", public_views.code, name="code"),
    path("join/applications/<uuid:uid>/", public_views.state, name="state"),
    path(
        "join/applications/<uuid:uid>/withdraw/",
        public_views.withdraw_application,
        name="withdraw_application",
    ),
    path("join/unions/<str:code>/", public_views.apply, name="apply"),
]
