"""The door to the pages for reports: whoever comes through it has left name and address outside.

It stands before everything else, so that no session is opened, no log or error can hold an address,
and no answer sets a cookie. See docs/adr/0017.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from unionhall.access.scope import public
from unionhall.tips.ceilings import hourly
from unionhall.tips.cleaning import MAX_BYTES, MOST_FILES

PLACE = "/report/"
MARK = "unionhall.mark"
# All that may come in of what a browser tells about itself.
KEPT = {
    *("HTTP_HOST", "HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT_ENCODING", "HTTP_ORIGIN"),
    *("HTTP_SEC_FETCH_SITE", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST"),
}
LARGEST = MOST_FILES * MAX_BYTES + 2**20
LANGUAGES = ("zh-hans", "en")
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    # No scripts at all: nothing on these pages could be made to tell.
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
}


def know_nobody(get_response):
    """Take from a request for these pages what tells who asks, and from its answer every cookie."""

    def answer(request):
        if not f"{request.path_info}/".startswith(
            PLACE
        ):  # also where only the last stroke is missing
            return get_response(request)
        request.META[MARK] = hourly.mark(_address(request))
        for name in list(request.META):
            if name.startswith("HTTP_") and name not in KEPT:
                del request.META[name]
        request.META["REMOTE_ADDR"] = ""
        request.META.pop("REMOTE_HOST", None)
        request.META.pop("REMOTE_PORT", None)
        response = get_response(request)
        response.cookies.clear()
        for name, value in HEADERS.items():
            if "sandbox" not in response.headers.get(name, ""):  # a file's own is stricter
                response.headers[name] = value
        return response

    return answer


def _address(request) -> str:
    try:
        return get_adapter().get_client_ip(request)
    except PermissionDenied:
        return ""


class _InMemory(MemoryFileUploadHandler):
    """Uploads never touch a disk in the clear, however large."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        self.activated = content_length <= LARGEST


def nobodys(view: Callable) -> Callable:
    """A page of these: public, in the language of its address, uploads in memory only.

    Without Django's CSRF check, which needs a cookie: no authority comes along by itself here, so
    there is nothing for another site to borrow; what is posted needs a stamp, a ticket or a receipt.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.GET.get("lang", "")
        language = asked if asked in LANGUAGES else translation.get_language()
        with translation.override(language):
            if request.method not in ("GET", "HEAD", "POST"):
                return HttpResponse(status=405, headers={"Allow": "GET, POST"})
            if _is_too_large(request):
                return page("tips/public/too_large.html", status=413)
            if request.META.get("HTTP_SEC_FETCH_SITE") == "cross-site" and request.method == "POST":
                return page("tips/public/gone.html", status=403)
            request.upload_handlers = [_InMemory(request)]
            return view(request, *args, **kwargs)

    return public(csrf_exempt(sensitive_post_parameters()(answered)))


def _is_too_large(request: HttpRequest) -> bool:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST
    except ValueError:
        return False


def page(template: str, context: dict | None = None, *, status: int = 200) -> HttpResponse:
    """A page drawn without the request: nothing of whoever asks can come into it."""
    told = {"lang": translation.get_language(), **(context or {})}
    return HttpResponse(render_to_string(template, told), status=status)
