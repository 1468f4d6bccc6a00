"""Addresses of households."""

from django.urls import path

from unionhall.members.households import my_views, views

app_name = "households"
urlpatterns = [
    path("members/<int:pk>/household/", views.show, name="show"),
    path("members/<int:pk>/household/add/", views.add_relative, name="add_relative"),
    path("members/relatives/<int:pk>/end/", views.end_relative, name="end_relative"),
    path("me/card/household/", my_views.my_household, name="my_household"),
    path("me/card/household/add/", my_views.add_mine, name="add_mine"),
    path("me/card/household/<uuid:uid>/end/", my_views.end_mine, name="end_mine"),
    path("me/card/household/<uuid:uid>/ask-link/", my_views.ask_link, name="ask_link"),
    path("me/card/household/<uuid:uid>/agree-link/", my_views.agree_link, name="agree_link"),
    path("me/card/household/<uuid:uid>/end-link/", my_views.end_link, name="end_link"),
]
