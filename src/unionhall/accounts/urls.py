"""Signing in and out: of allauth's pages only those that are wanted."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from django.urls import path

from unionhall.core.web import marked

urlpatterns = [
    path("login/", marked(account.login, public=True), name="account_login"),
    path("logout/", marked(account.logout, public=True), name="account_logout"),
    path("inactive/", marked(account.account_inactive, public=True), name="account_inactive"),
    path(
        "login/code/",
        marked(account.request_login_code, public=True),
        name="account_request_login_code",
    ),
    path(
        "login/code/confirm/",
        marked(account.confirm_login_code, public=True),
        name="account_confirm_login_code",
    ),
    path("login/authenticator/", marked(mfa.authenticate, public=True), name="mfa_authenticate"),
]
