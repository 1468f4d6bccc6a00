"""Addresses of messages to many."""

from django.urls import include, path

from unionhall.mailings import my_views, views
from unionhall.mailings.letters.urls import urlpatterns as letters

app_name = "mailings"
urlpatterns = [
    path("mailings/", views.index, name="index"),
    path("mailings/write/", views.write, name="write"),
    path("mailings/<int:pk>/", views.show, name="show"),
    path("mailings/<int:pk>/send/", views.send, name="send"),
    path("mailings/<int:pk>/approve/", views.approve, name="approve"),
    path("mailings/<int:pk>/refuse/", views.refuse_mailing, name="refuse_mailing"),
    path("mailings/<int:pk>/cancel/", views.cancel, name="cancel"),
    path("mailings/<int:pk>/resume/", views.resume, name="resume"),
    path("mailings/templates/", include(letters)),
    path("me/messages/", my_views.my_messages, name="my_messages"),
    path("me/messages/<uuid:uid>/", my_views.read, name="read"),
    path("me/messages/<uuid:uid>/decline/", my_views.decline, name="decline"),
]
