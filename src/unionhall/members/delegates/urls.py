"""Addresses of delegations; what is done for somebody lies under /me/for/."""

from django.urls import path

from unionhall.members.delegates import my_views, views

app_name = "delegates"
urlpatterns = [
    path("members/<int:pk>/delegations/record/", views.record_delegation, name="record_delegation"),
    path("members/delegations/<int:pk>/revoke/", views.revoke_delegation, name="revoke_delegation"),
    path("members/delegations/<int:pk>/files/<uuid:uid>/", views.attachment, name="attachment"),
    path("me/card/delegates/", my_views.my_delegates, name="my_delegates"),
    path("me/card/delegates/give/", my_views.give_delegation, name="give_delegation"),
    path("me/card/delegates/<uuid:uid>/revoke/", my_views.my_revoke, name="my_revoke"),
    path("me/for/<uuid:uid>/", my_views.acting, name="acting"),
    path("me/for/<uuid:uid>/changes/", my_views.my_changes_for, name="my_changes_for"),
    path("me/for/<uuid:uid>/changes/propose/", my_views.propose_for, name="propose_for"),
    path(
        "me/for/<uuid:uid>/changes/<uuid:change>/withdraw/",
        my_views.withdraw_changes_for,
        name="withdraw_changes_for",
    ),
]
