"""Addresses of petitions: the officers' pages, and the worker's own under /me/."""

from django.urls import path

from unionhall.petitions import my_views, views

app_name = "petitions"
urlpatterns = [
    path("petitions/", views.index, name="index"),
    path("petitions/receive/", views.find, name="find"),
    path("petitions/receive/<uuid:uid>/", views.receive, name="receive"),
    path("petitions/<str:number>/", views.petition, name="petition"),
    path("petitions/<str:number>/take/<slug:act>/", views.take, name="take"),
    path("petitions/<str:number>/review/<slug:act>/", views.review, name="review"),
    path("petitions/<str:number>/add-petitioner/", views.add_petitioner, name="add_petitioner"),
    path("petitions/<str:number>/choose-representatives/", views.choose_representatives, name="choose_representatives"),
    path("petitions/<str:number>/extend/", views.extend, name="extend"),
    path("me/petitions/", my_views.my_petitions, name="my_petitions"),
    path("me/petitions/bring/", my_views.bring, name="bring"),
    path("me/petitions/<str:number>/", my_views.my_petition, name="my_petition"),
    path("me/petitions/<str:number>/ask-review/", my_views.ask_review, name="ask_review"),
    path("me/petitions/<str:number>/end/", my_views.end, name="end"),
    path("me/petitions/<str:number>/withdraw/", my_views.withdraw, name="withdraw"),
    path("me/petitions/<str:number>/leave/", my_views.leave, name="leave"),
]  # fmt: skip
