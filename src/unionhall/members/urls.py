"""Addresses of the register: the officers' pages, and a person's own under /me/."""

from django.urls import include, path

from unionhall.members import my_views, views
from unionhall.members.bulk.urls import urlpatterns as bulk
from unionhall.members.exports.views import export
from unionhall.members.saved.urls import urlpatterns as saved
from unionhall.members.takeout.views import take_out

app_name = "members"
urlpatterns = [
    path("members/bulk/", include(bulk)),
    path("members/saved/", include(saved)),
    path("members/", views.index, name="index"),
    path("members/export/", export, name="export"),
    path("members/add/", views.add, name="add"),
    path("members/<int:pk>/", views.person, name="person"),
    path("members/<int:pk>/log/", views.log, name="log"),
    path("members/<int:pk>/correct/", views.correct, name="correct"),
    path("members/<int:pk>/reveal-id/", views.reveal_id, name="reveal_id"),
    path("members/spells/<int:pk>/next/", views.beside, {"back": False}, name="next"),
    path("members/spells/<int:pk>/previous/", views.beside, {"back": True}, name="previous"),
    path("members/spells/<int:pk>/end/", views.end_membership, name="end_membership"),
    path("me/card/", my_views.me, name="me"),
    path("me/data/", take_out, name="take_out"),
]
