"""Addresses of erasure and of holds."""

from django.urls import path

from unionhall.members.erasure import views

app_name = "erasure"
urlpatterns = [
    path("members/erasures/", views.index, name="index"),
    path("members/erasures/<int:pk>/", views.show, name="show"),
    path("members/erasures/<int:pk>/erase/", views.erase, name="erase"),
    path("members/erasures/<int:pk>/refuse/", views.refuse_erasure, name="refuse_erasure"),
    path("members/<int:pk>/ask-erasure/", views.ask, name="ask"),
    path("members/<int:pk>/holds/", views.holds, name="holds"),
    path("members/holds/<int:pk>/release/", views.release_hold, name="release_hold"),
    path("me/data/ask-erasure/", views.my_ask, name="my_ask"),
    path("me/data/withdraw-erasure/", views.my_withdraw, name="my_withdraw"),
]
