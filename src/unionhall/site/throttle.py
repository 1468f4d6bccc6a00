"""How many requests of the interface one person, or one address, may make a minute."""

from collections import Counter
from time import time

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from ninja.throttling import BaseThrottle

MINUTE = 60


def address(request) -> str:
    """The caller's address; "" where the server does not know it, as behind a Unix socket."""
    try:
        return get_adapter().get_client_ip(request)
    except PermissionDenied:
        return ""


class PerMinute(BaseThrottle):
    """So many requests a minute, counted in each process of the server by itself."""

    def __init__(self):
        self.minute, self.counts = 0, Counter()

    def allow_request(self, request) -> bool:
        minute = int(time() // MINUTE)
        if minute != self.minute:
            self.minute, self.counts = minute, Counter()
        who = request.user.pk or address(request)
        self.counts[who] += 1
        return self.counts[who] <= settings.UNIONHALL_API_PER_MINUTE

    def wait(self) -> float:
        """Seconds until the next minute begins."""
        return MINUTE - time() % MINUTE
