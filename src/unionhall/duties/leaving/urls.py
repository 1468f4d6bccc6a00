"""Addresses of desks handed over."""

from django.urls import path

from unionhall.duties.leaving import views

app_name = "leaving"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:organisation>/<int:user>/", views.hand_over_desk, name="hand_over_desk"),
    path("<uuid:uid>/", views.handover, name="handover"),
    path("<uuid:uid>/paper/", views.paper, name="paper"),
]
