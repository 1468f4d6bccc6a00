"""What every page does when an act is refused."""

from contextlib import contextmanager

from django.contrib import messages

from unionhall.core.errors import Refused


@contextmanager
def explain_refusal(request):
    """Show why a rule refused the act, with its article, instead of failing."""
    try:
        yield
    except Refused as refusal:
        request.refusal = refusal
        text = " ".join(
            part for part in (refusal.reason, str(refusal.citation or ""), refusal.instead) if part
        )
        messages.error(request, text)
