"""First sign-ins: the officer's pages, and those of who signs in for the first time."""

from django.urls import include, path

from unionhall.members.binding import first_views, views

officer = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.show, name="request"),
    path("<int:pk>/accept/", views.accept, name="accept"),
    path("<int:pk>/refuse/", views.refuse, name="refuse"),
]
urlpatterns = [
    path("accounts/first/", first_views.first_sign_in, name="first_sign_in"),
    path("accounts/first/code/", first_views.first_sign_in_code, name="first_sign_in_code"),
    path(
        "accounts/first/<uuid:uid>/", first_views.first_sign_in_status, name="first_sign_in_status"
    ),
    path("members/first-sign-ins/", include((officer, "binding"))),
]
