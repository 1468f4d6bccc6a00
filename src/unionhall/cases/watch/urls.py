"""Addresses of check-ins."""

from django.urls import path

from unionhall.cases.watch import my_views, views

app_name = "watch"
urlpatterns = [
    path("watch/", views.board, name="board"),
    path("cases/<str:number>/watch/", views.watch, name="watch"),
    path("cases/<str:number>/watch/offer/", views.offer, name="offer"),
    path("cases/<str:number>/watch/<uuid:uid>/call/", views.call, name="call"),
    path("me/requests/<str:number>/watch/", my_views.my_watch, name="my_watch"),
    path("me/requests/<str:number>/watch/choose/", my_views.choose, name="choose"),
    path("me/requests/<str:number>/watch/stop/", my_views.stop, name="stop"),
    path("me/check-ins/<uuid:uid>/", my_views.check_in, name="check_in"),
    path("me/check-ins/<uuid:uid>/answer/", my_views.answer, name="answer"),
    path("me/check-ins/<uuid:uid>/move/", my_views.move, name="move"),
    path("me/check-ins/<uuid:uid>/tell-more/", my_views.tell_more, name="tell_more"),
]
