"""Text messages: what a gateway must be able to do, and the two that need no contract."""

import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Protocol
from urllib.request import Request, urlopen

from django.conf import settings
from django.utils.module_loading import import_string

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Text:
    """A text message; gateways that only send approved templates use `template` and `values`."""

    phone: str
    body: str
    template: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


class Gateway(Protocol):
    """Sends one text message, or raises when it could not be handed over."""

    def send(self, text: Text) -> None: ...


class ConsoleGateway:
    """Shows messages on the terminal: for development and for trying the sample federation."""

    def send(self, text: Text) -> None:
        print(f"\n[SMS → {text.phone}] {text.body}\n", flush=True)  # noqa: T201 – this is its purpose


class NoGateway:
    """Sends nothing: for a server on which people sign in by password or e-mail only."""

    def send(self, text: Text) -> None:
        log.warning("A text message was not sent: SMS_GATEWAY is not set.")


class HttpGateway:
    """Posts each message as JSON to SMS_URL, with SMS_TOKEN as bearer: for a service of one's own.

    `{"phone", "body", "template", "values"}`; any 2xx answer counts as taken over.
    """

    def send(self, text: Text) -> None:
        request = Request(  # noqa: S310 – the operator's own address
            settings.SMS_URL,
            data=json.dumps(asdict(text), ensure_ascii=False).encode(),
            headers={
                "Content-Type": "application/json; charset=utf-8",
                "Authorization": f"Bearer {settings.SMS_TOKEN}",
            },
        )
        with urlopen(request, timeout=20):  # noqa: S310
            pass


class MemoryGateway:
    """Keeps messages in a list, for tests."""

    sent: list[Text] = []

    def send(self, text: Text) -> None:
        self.sent.append(text)


def gateway() -> Gateway:
    """The gateway named by SMS_GATEWAY."""
    return import_string(settings.SMS_GATEWAY)()
