"""Addresses of notices: a person's own under /me/, and what could not be delivered."""

from django.urls import path

from unionhall.notifications import views

app_name = "notifications"
urlpatterns = [
    path("me/notifications/", views.index, name="index"),
    path("me/notifications/<int:pk>/", views.open_notice, name="open"),
    path("me/notifications/read-all/", views.read_all, name="read_all"),
    path("me/notifications/wanted/", views.wanted, name="wanted"),
    path("me/notifications/chat/", views.give_chat_address, name="give_chat_address"),
    path(
        "me/notifications/chat/remove/",
        views.remove_chat_address,
        name="remove_chat_address",
    ),
    path("dead-letters/alerts/<int:pk>/requeue/", views.requeue_alert, name="requeue_alert"),
    path("dead-letters/", views.dead_letters, name="dead_letters"),
    path("dead-letters/<int:pk>/requeue/", views.requeue, name="requeue"),
]
