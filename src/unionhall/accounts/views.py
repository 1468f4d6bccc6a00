"""A person's own account, and the language of the pages."""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST
from django.views.i18n import set_language as django_set_language

from unionhall.accounts.happenings import story
from unionhall.accounts.models import User


@login_required
def home(request):
    """How I sign in: number, address, password, authenticator, devices, language; what was done to it."""
    return render(
        request,
        "account/home.html",
        {
            "person": request.user,
            "authenticator": is_mfa_enabled(request.user, types=[Authenticator.Type.TOTP]),
            "devices": UserSession.objects.filter(user=request.user).count(),
            "story": story(request.user),
        },
    )


@require_POST
def set_language(request):
    """Change the language of the pages, for this browser and for the account."""
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and check_for_language(chosen):
        User.objects.filter(pk=request.user.pk).update(language=chosen)
    return django_set_language(request)
