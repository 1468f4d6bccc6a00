"""Addresses of calendars: one's own page, and what calendar programs read."""

from django.urls import path

from unionhall.duties.feeds import views

app_name = "calendar"
urlpatterns = [
    path("me/calendar/", views.index, name="index"),
    path("me/calendar/make/", views.make, name="make_feed"),
    path("me/calendar/renew/", views.renew, name="renew_feed"),
    path("me/calendar/withdraw/", views.withdraw, name="withdraw_feed"),
    path("me/calendar/name-kinds/", views.name_kinds, name="name_kinds"),
    path("calendar/<str:secret>.ics", views.feed, name="feed"),
]
