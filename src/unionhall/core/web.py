"""What every page shares: who may see it, and what it does when an act is refused."""

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


def marked(view, *, public: bool = False, own: bool = False):
    """Say that anybody may see a view, or that it shows people nothing but their own records.

    For views below `access`, which guard themselves; above it use its decorators.
    """
    if public:
        view.public = True
    if own:
        view.own = True
    return view
