"""Addresses of invitations; the person's own lie under /me/."""

from django.urls import path

from unionhall.members.inviting import my_views, views

app_name = "inviting"
urlpatterns = [
    path("members/invitations/invite/", views.invite, name="invite"),
    path("members/invitations/<int:pk>/", views.show, name="show"),
    path(
        "members/invitations/<int:pk>/withdraw/",
        views.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("me/invitations/<uuid:uid>/", my_views.my_show, name="my_show"),
    path("me/invitations/<uuid:uid>/agree/", my_views.my_agree, name="my_agree"),
    path("me/invitations/<uuid:uid>/decline/", my_views.my_decline, name="my_decline"),
]
