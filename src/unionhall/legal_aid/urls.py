"""Addresses of legal aid: the officers' pages, and the worker's own under /me/."""

from django.urls import path

from unionhall.legal_aid import my_views, roster_views, views

app_name = "legal_aid"
urlpatterns = [
    path("legal-aid/", views.index, name="index"),
    path("legal-aid/take-down/", views.take_down, name="take_down"),
    path("legal-aid/take-down/<uuid:uid>/", views.take_down_for, name="take_down_for"),
    path("legal-aid/figures/", roster_views.figures, name="figures"),
    path("legal-aid/lawyers/", roster_views.lawyers, name="lawyers"),
    path("legal-aid/lawyers/add/", roster_views.add_lawyer, name="add_lawyer"),
    path("legal-aid/lawyers/<int:pk>/", roster_views.lawyer, name="lawyer"),
    path("legal-aid/lawyers/<int:pk>/end/", roster_views.end_lawyer, name="end_lawyer"),
    path(
        "legal-aid/lawyers/<int:pk>/engagement/",
        roster_views.note_engagement,
        name="note_engagement",
    ),
    path("legal-aid/<int:pk>/", views.aid, name="aid"),
    path("legal-aid/<int:pk>/grant/", views.grant, name="grant"),
    path("legal-aid/<int:pk>/refuse/", views.refuse, name="refuse"),
    path("legal-aid/<int:pk>/ask-papers/", views.ask_papers, name="ask_papers"),
    path("legal-aid/<int:pk>/give-papers/", views.give_papers, name="give_papers"),
    path("legal-aid/<int:pk>/begin-urgently/", views.begin_urgently, name="begin_urgently"),
    path("legal-aid/<int:pk>/review/", views.review, name="review"),
    path("legal-aid/<int:pk>/assign/", views.assign, name="assign"),
    path("legal-aid/<int:pk>/change-lawyer/", views.change_lawyer, name="change_lawyer"),
    path("legal-aid/<int:pk>/log-work/", views.log_work, name="log_work"),
    path("legal-aid/<int:pk>/add-hearing/", views.add_hearing, name="add_hearing"),
    path("legal-aid/<int:pk>/finish/", views.finish, name="finish"),
    path("legal-aid/<int:pk>/end-early/", views.end_early, name="end_early"),
    path("me/legal-aid/", my_views.my_applications, name="my_applications"),
    path("me/legal-aid/apply/", my_views.apply, name="apply"),
    path("me/legal-aid/<int:pk>/", my_views.my_aid, name="my_aid"),
    path("me/legal-aid/<int:pk>/withdraw/", my_views.withdraw, name="withdraw"),
    path("me/legal-aid/<int:pk>/hand-in/", my_views.hand_in, name="hand_in"),
    path("me/legal-aid/<int:pk>/object/", my_views.object_to, name="object_to"),
    path("me/legal-aid/<int:pk>/confirm/", my_views.confirm, name="confirm"),
]
