"""Text messages: what a gateway must be able to do, and the two that need no contract."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

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


class MemoryGateway:
    """Keeps messages in a list, for tests."""

    sent: list[Text] = []

    def send(self, text: Text) -> None:
        self.sent.append(text)


def gateway() -> Gateway:
    """The gateway named by SMS_GATEWAY."""
    return import_string(settings.SMS_GATEWAY)()
