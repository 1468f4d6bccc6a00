"""People's own chat addresses: sealed, because whoever has one can write there."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core import keyring
from unionhall.core.clock import now
from unionhall.core.errors import Refused
from unionhall.history.actions import act, record
from unionhall.notifications import chat
from unionhall.notifications.models import ChatAddress

PURPOSE = "chat address"


@act
def give_chat_address(address: str, *, by: User, on: date) -> ChatAddress:
    """Let notices to `by` also go to a chat of theirs; they only say that something waits."""
    if not chat.is_on():
        raise Refused(_("Chats are not set up here."), instead=_("Ask your administrator."))
    try:
        address = chat.check(address)
    except chat.Unfit as error:
        raise Refused(str(error)) from error
    facts = {"sealed": _sealed(by.pk, address), "shown": chat.masked(address)}
    row, _made = ChatAddress.objects.update_or_create(
        user=by, defaults={**facts, "changed_at": now(), "error": ""}
    )
    record(f"user:{by.pk}", "notifications.gave_chat_address", by=by, subject=by, on=on)
    return row


@act
def remove_chat_address(*, by: User, on: date) -> None:
    """Send nothing there any longer."""
    ChatAddress.objects.filter(user=by).delete()
    record(f"user:{by.pk}", "notifications.removed_chat_address", by=by, subject=by, on=on)


def address_of(row: ChatAddress) -> str:
    """The address in the clear; raises keyring.Unreadable where its key is gone."""
    sealed = bytes(row.sealed)
    return keyring.decrypt(PURPOSE, sealed, context=_context(row.user_id)).decode()


def _sealed(user_id: int, address: str) -> bytes:
    return keyring.encrypt(PURPOSE, address.encode(), context=_context(user_id))


def _context(user_id: int) -> bytes:
    return str(user_id).encode()


@transaction.atomic
def reseal() -> int:
    """Seal under the key that seals now what is sealed under an older one; how many."""
    old = [
        row
        for row in ChatAddress.objects.select_for_update()
        if keyring.sealed_with(bytes(row.sealed)) != keyring.active()
    ]
    for row in old:
        row.sealed = _sealed(row.user_id, address_of(row))
        row.save(update_fields=["sealed"])
    return len(old)


keyring.on_rotate("notifications.chat_address", reseal)
