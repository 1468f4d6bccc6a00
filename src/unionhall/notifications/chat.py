"""Chat programs (WeCom, DingTalk, Feishu and others), spoken to through apprise.

Whoever enters an address of their own makes this server send somewhere, so only addresses are taken
whose host is the chat service's own, or one the operator named.
"""

import re
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

# Their addresses hold a key and no host: what is sent goes to the service's own.
OWN_HOST = frozenset({"wecombot", "dingtalk", "feishu", "lark"})
LONGEST = 300
PLAIN = re.compile(r"[a-z]+://[A-Za-z0-9._~@:/-]+")  # no options, which could lead elsewhere


class Unfit(ValueError):
    """An address that is not taken; its text says why."""


class NotTaken(Exception):
    """The chat service did not take the message."""


def is_on() -> bool:
    """Whether people may enter addresses at all."""
    return bool(settings.UNIONHALL_CHAT_SCHEMES)


def check(address: str) -> str:
    """The address, trimmed; raises Unfit for one that people may not enter."""
    address = address.strip()
    # Nothing in it that two readers of addresses might read differently.
    if len(address) > LONGEST or not PLAIN.fullmatch(address) or address.count("@") > 1:
        raise Unfit(_("This is no address of a chat."))
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError as error:
        raise Unfit(_("This is no address of a chat.")) from error
    _check_place(parts, host)
    service = _service(address)
    if service is None:
        raise Unfit(_("The key in this address is not complete."))
    if parts.scheme not in OWN_HOST and str(service.host).lower() != host.lower():
        raise Unfit(_("This is no address of a chat."))
    return address


def _check_place(parts: SplitResult, host: str) -> None:
    if parts.scheme not in settings.UNIONHALL_CHAT_SCHEMES:
        raise Unfit(
            _("Only these kinds of addresses are taken: %(kinds)s.")
            % {"kinds": ", ".join(f"{scheme}://" for scheme in settings.UNIONHALL_CHAT_SCHEMES)}
        )
    if parts.scheme in OWN_HOST:
        if parts.path.strip("/"):
            raise Unfit(_("Leave out what follows the key: options are not taken."))
    elif host.lower() not in settings.UNIONHALL_CHAT_HOSTS:
        raise Unfit(_("Your administrator has not named this server as one of your chats."))


def masked(address: str) -> str:
    """Enough of an address to know it again: "wecombot://…4f2a"."""
    scheme, _colon, rest = address.partition("://")
    return f"{scheme}://…{rest.rstrip('/')[-4:]}"


def send(address: str, title: str, body: str) -> None:
    """Hand a message over; raises NotTaken where the service did not take it."""
    service = _service(address)
    if service is None or not service.notify(body=body, title=title):
        raise NotTaken


def _service(address: str) -> Any:
    """What speaks to the service, or None where the address is incomplete. Redirects are not followed."""
    # It loads a hundred services, which only those need that send.
    from apprise import Apprise

    service = Apprise.instantiate(address, suppress_exceptions=True)
    if service is not None:
        service.redirects = False
    return service
