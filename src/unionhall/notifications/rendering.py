"""The words of notices: `notifications/<template>.txt`, its first line the title, the rest the text."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.template import Context, TemplateDoesNotExist
from django.template.loader import select_template
from django.utils.translation import gettext as _

from unionhall.notifications.models import Message


class Words(NamedTuple):
    """A notice ready to read."""

    title: str
    body: str


def shown(message: Message) -> Words:
    """A notice in the language of whoever reads the page now."""
    folder = message.template.partition("/")[0]
    try:
        # A folder of many kinds may hold one text for all of them.
        names = (f"notifications/{message.template}.txt", f"notifications/{folder}/any.txt")
        return _written(names, message.facts)
    except TemplateDoesNotExist:
        # An old notice may outlive its template; its link still leads somewhere.
        return Words(_("A notice"), "")


def outgoing(channel: str, *, count: int, link: str) -> Words:
    """What an e-mail or text message says: that something waits, and where. It names nobody and nothing."""
    return _written((f"notifications/outgoing_{channel}.txt",), {"count": count, "link": link})


def alert(template: str, *, count: int) -> Words:
    """What is said in a desk's group chat: how many wait."""
    return _written((f"notifications/{template}.txt",), {"count": count})


def _written(names: Sequence[str], facts: dict) -> Words:
    # Plain text: escaping happens where it is put on a page.
    template: Any = select_template(names)
    text = template.template.render(Context(facts, autoescape=False))
    title, _empty, body = text.strip().partition("\n")
    return Words(title.strip(), body.strip())
