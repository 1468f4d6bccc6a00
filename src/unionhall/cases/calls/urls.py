"""Addresses of the telephone desk."""

from django.urls import path

from unionhall.cases.calls import views

app_name = "calls"
urlpatterns = [
    path("calls/", views.index, name="index"),
    path("calls/find/", views.find, name="find"),
    path("calls/take/", views.take_call, name="take_call"),
    path("calls/take/<uuid:uid>/", views.take_call_of, name="take_call_of"),
    path("calls/board/", views.board, name="board"),
    path("calls/<uuid:uid>/", views.call, name="call"),
    path("calls/<uuid:uid>/try-again/", views.try_again, name="try_again"),
    path("calls/<uuid:uid>/return/", views.return_call, name="return_call"),
    path("calls/<uuid:uid>/end-unreached/", views.end_unreached, name="end_unreached"),
    path("calls/<uuid:uid>/make-request/", views.make_request, name="make_request"),
]
