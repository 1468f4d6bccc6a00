"""Addresses of labour disputes."""

from django.urls import path

from unionhall.disputes import my_views, views

app_name = "disputes"
urlpatterns = [
    path("disputes/", views.index, name="index"),
    path("disputes/how-this-goes/", my_views.how_this_goes, name="how_this_goes"),
    path("disputes/open/", views.open_dispute, name="open"),
    path("disputes/committees/form/", views.form_committee, name="form_committee"),
    path("disputes/<str:number>/", views.dispute, name="dispute"),
    path("disputes/<str:number>/take/<slug:act>/", views.take, name="take"),
    path("disputes/<str:number>/mediate/<slug:act>/", views.mediate, name="mediate"),
    path("disputes/<str:number>/add-claimant/", views.add_claimant, name="add_claimant"),
    path("disputes/<str:number>/add-claim/", views.add_claim, name="add_claim"),
    path("disputes/<str:number>/choose-representatives/", views.choose_representatives, name="choose_representatives"),
    path("disputes/<str:number>/represent/", views.represent, name="represent"),
    path("disputes/<str:number>/add-instalment/", views.add_instalment, name="add_instalment"),
    path("disputes/<str:number>/extend/", views.extend, name="extend"),
    path("disputes/<str:number>/note-deadline-missed/", views.note_deadline_missed, name="note_deadline_missed"),
    path("disputes/<str:number>/move-limitation/", views.move_limitation, name="move_limitation"),
    path("disputes/claims/<int:pk>/note-won/", views.note_won, name="note_won"),
    path("disputes/instalments/<int:pk>/note-paid/", views.note_paid, name="note_paid"),
    path("disputes/instalments/<int:pk>/note-missed/", views.note_missed, name="note_missed"),
    path("disputes/mediators/<int:pk>/recuse/", views.recuse, name="recuse"),
    path("disputes/happenings/<int:pk>/correct-day/", views.correct_day, name="correct_day"),
    path("me/disputes/", my_views.my_disputes, name="my_disputes"),
    path("me/disputes/<str:number>/", my_views.my_dispute, name="my_dispute"),
]  # fmt: skip
