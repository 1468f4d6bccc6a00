"""Addresses of changes members propose to their files."""

from django.urls import path

from unionhall.members.changes import my_views, views

app_name = "changes"
urlpatterns = [
    path("members/changes/", views.index, name="index"),
    path("members/changes/approve-together/", views.approve_together, name="approve_together"),
    path("members/changes/<int:pk>/", views.show, name="show"),
    path("members/changes/<int:pk>/approve/", views.approve_changes, name="approve_changes"),
    path("members/changes/<int:pk>/reveal-id/", views.reveal_id, name="reveal_id"),
    path("members/changes/<int:pk>/refuse/", views.refuse_changes, name="refuse_changes"),
    path("members/changes/<int:pk>/files/<uuid:uid>/", views.attachment, name="attachment"),
    path("me/card/changes/", my_views.my_changes, name="my_changes"),
    path("me/card/changes/propose/", my_views.propose, name="propose"),
    path("me/card/changes/<uuid:uid>/withdraw/", my_views.my_withdraw, name="my_withdraw"),
    path(
        "me/card/changes/<uuid:uid>/files/<uuid:file>/",
        my_views.my_attachment,
        name="my_attachment",
    ),
]
