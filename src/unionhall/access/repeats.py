"""A POST with an `Idempotency-Key` is done once: its repetition gets the first answer.

The key is claimed, the act done and the answer kept in one transaction. So of two that come
together the second waits for the first and finds its answer, and after a crash neither key nor act
is there. Only what was done is kept: an error leaves nothing behind, and may be tried again.
"""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from unionhall.access.models import KeptAnswer
from unionhall.access.scope import admits
from unionhall.core import keyring
from unionhall.core.clock import now

HEADER = "Idempotency-Key"
FORM, JSON = "multipart/form-data", "application/json; charset=utf-8"
KEY = re.compile(r"[!-~]{1,255}")


class Unfit(ValueError):
    """A key that names nothing, or names something else already."""


class Repeated(Exception):
    """This was done before; it holds the first answer."""

    def __init__(self, kept: KeptAnswer):
        super().__init__()
        self.kept = kept

    def answer(self) -> HttpResponse:
        """The first answer once more."""
        body = keyring.decrypt("answer", self.kept.sealed, context=bytes(self.kept.digest))
        return HttpResponse(body, status=self.kept.status, content_type=JSON)


def once(run: Callable) -> Callable:
    """Let an operation keep its answer together with what it did, or neither."""

    @wraps(run)
    def running(request, **path):
        if request.method != "POST" or HEADER not in request.headers:
            return run(request, **path)
        with transaction.atomic():
            answer = run(request, **path)
            if answer.status_code >= 400:
                transaction.set_rollback(True)
            elif claimed := getattr(request, "claimed", None):
                _keep(claimed, answer)
        return answer

    return running


def claiming(view: Callable) -> Callable:
    """Claim the request's key before the view acts; raises Repeated where it was claimed before."""

    @wraps(view)
    def claimed(request, *args, **kwargs):
        if request.method == "POST" and HEADER in request.headers:
            # What was told once is told again only to somebody who may still ask for it.
            if not admits(view, request.user):
                raise Http404
            request.claimed = _claim(request)
        return view(request, *args, **kwargs)

    return claimed


def _claim(request: HttpRequest) -> KeptAnswer:
    key = request.headers[HEADER]
    if not KEY.fullmatch(key):
        raise Unfit(f"{HEADER}: 1 to 255 visible ASCII characters")
    digest = keyring.digest("idempotency key", f"{_owner(request)} {key}".encode())
    asked = keyring.digest("idempotent request", _asked(request))
    KeptAnswer.objects.filter(digest=digest).expired(now()).delete()
    try:
        with transaction.atomic():
            return KeptAnswer.objects.create(digest=digest, asked=asked, at=now())
    except IntegrityError:
        kept = KeptAnswer.objects.get(digest=digest)
    if bytes(kept.asked) != asked:
        raise Unfit(_("This Idempotency-Key was used before, for another request."))
    raise Repeated(kept)


def _owner(request: HttpRequest) -> str:
    """Whose key it is: the token's, or the user's where a browser's session asks."""
    token = getattr(request, "token", None)
    return f"token {token.pk}" if token else f"user {request.user.pk}"


def _asked(request: HttpRequest) -> bytes:
    """The request in bytes that differ whenever it asks something else."""
    if request.content_type != FORM:
        return f"{request.get_full_path()}\n".encode() + request.body
    # A form's boundary is drawn anew each time it is sent; what it holds stays the same.
    fields = [[name, values] for name, values in sorted(request.POST.lists())]
    files = [
        [name, [[file.name, _digest(file)] for file in several]]
        for name, several in sorted(request.FILES.lists())
    ]
    return json.dumps([request.get_full_path(), fields, files]).encode()


def _digest(file) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _keep(claimed: KeptAnswer, answer: HttpResponse) -> None:
    claimed.status = answer.status_code
    claimed.sealed = keyring.encrypt("answer", answer.content, context=bytes(claimed.digest))
    claimed.save(update_fields=["status", "sealed"])


def forget_expired(moment: datetime) -> int:
    """Delete the answers that are kept no longer; how many."""
    return KeptAnswer.objects.all().expired(moment).delete()[0]


@transaction.atomic
def reseal() -> int:
    """Seal every kept answer under the newest key; how many were under older ones."""
    count = 0
    for kept in KeptAnswer.objects.select_for_update():
        if keyring.sealed_with(kept.sealed) != keyring.active():
            context = bytes(kept.digest)
            plain = keyring.decrypt("answer", kept.sealed, context=context)
            kept.sealed = keyring.encrypt("answer", plain, context=context)
            kept.save(update_fields=["sealed"])
            count += 1
    return count
