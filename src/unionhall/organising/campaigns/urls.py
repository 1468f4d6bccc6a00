"""Addresses of campaigns."""

from django.urls import path

from unionhall.organising.campaigns import views

app_name = "campaigns"
urlpatterns = [
    path("campaigns/", views.index, name="index"),
    path("campaigns/begin/", views.begin, name="begin"),
    path("campaigns/choose/", views.choose, name="choose"),
    path("campaigns/<int:pk>/", views.show, name="show"),
    path("campaigns/<int:pk>/close/", views.close, name="close"),
    path("campaigns/targets/<int:pk>/", views.target, name="target"),
    path("campaigns/targets/<int:pk>/visit/", views.visit, name="visit"),
    path("campaigns/targets/<int:pk>/give-up/", views.give_up, name="give_up"),
]
