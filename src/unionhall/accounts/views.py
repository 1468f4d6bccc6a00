"""A person's own account, and the few places where allauth's pages need a word of ours."""

from allauth.account import views as allauth_views
from allauth.account.adapter import get_adapter
from allauth.core.exceptions import RateLimited
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST
from django.views.i18n import set_language as django_set_language

from unionhall.accounts.models import User


@login_required
def home(request):
    """How I sign in: language, number, address, password, devices, authenticator."""
    return render(
        request,
        "account/home.html",
        {
            "person": request.user,
            "authenticator": is_mfa_enabled(request.user, types=[Authenticator.Type.TOTP]),
            "devices": UserSession.objects.filter(user=request.user).count(),
        },
    )


@require_POST
def set_language(request):
    """Change the language of the pages, for this browser and for the account."""
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and check_for_language(chosen):
        User.objects.filter(pk=request.user.pk).update(language=chosen)
    return django_set_language(request)


class ChangePhoneView(allauth_views.ChangePhoneView):
    """A new number, confirmed by a code; asking too often is explained, not an error."""

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except RateLimited:
            form.add_error("phone", get_adapter().validation_error("rate_limited"))
            return self.form_invalid(form)


change_phone = ChangePhoneView.as_view()
