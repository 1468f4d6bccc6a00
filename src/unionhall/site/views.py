"""The first address: everybody is sent where their work is."""

from django.shortcuts import redirect

from unionhall.access.scope import public


@public
def start(request):
    """Officers to their desk, workers to their page, everybody else to the sign-in."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    return redirect("cases:desk")
