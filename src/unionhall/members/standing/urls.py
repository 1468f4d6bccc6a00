"""Addresses of acts on a membership."""

from django.urls import path

from unionhall.members.standing import my_views, views

app_name = "standing"
urlpatterns = [
    path("members/spells/<int:pk>/change/", views.change, name="change"),
    path("members/spells/<int:pk>/correct/", views.correct_spell, name="correct_spell"),
    path("members/spells/<int:pk>/keep/", views.keep, name="keep"),
    path("members/spells/<int:pk>/retire/", views.retire, name="retire"),
    path("members/spells/<int:pk>/suspend/", views.suspend, name="suspend"),
    path("members/standings/<int:pk>/resume/", views.resume, name="resume"),
    path("members/spells/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path(
        "members/spells/<int:pk>/announce-withdrawal/",
        views.announce_withdrawal,
        name="announce_withdrawal",
    ),
    path("members/spells/<int:pk>/expel/", views.expel, name="expel"),
    path("members/spells/<int:pk>/file-expulsion/", views.file_expulsion, name="file_expulsion"),
    path("members/<int:pk>/note-death/", views.note_death, name="note_death"),
    path("members/<int:pk>/retract-death/", views.retract_death, name="retract_death"),
    path("me/memberships/<int:pk>/withdraw/", my_views.withdraw, name="my_withdraw"),
    path(
        "me/memberships/<int:pk>/stay/", my_views.take_back_withdrawal, name="take_back_withdrawal"
    ),
]
