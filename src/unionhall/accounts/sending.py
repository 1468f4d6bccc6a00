"""Codes and confirmations on their way out: sealed in a row, sent by a worker, then deleted.

A page must answer as fast for an unknown number as for a known one, so it never waits for a
gateway, and an unknown number costs the same row and the same job.
"""

import json
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _

from unionhall.accounts.models import Outgoing
from unionhall.accounts.sms import Text, gateway
from unionhall.core import keyring
from unionhall.core.clock import now
from unionhall.core.jobs import job

PURPOSE = "outgoing"
CODE_LIVES = timedelta(minutes=5)
MAIL_LIVES = timedelta(days=1)


def send_code(to: str, code: str) -> None:
    """Send a one-time code to a number or an address, in the language of the page that asked for it."""
    body = _("%(code)s is your union sign-in code. Valid for 5 minutes. Tell it to nobody.") % {
        "code": code
    }
    if "@" in to:
        send_mail(to, _("Your union sign-in code"), body, lives=CODE_LIVES)
    else:
        send_text(to, body, template="code", values={"code": code}, lives=CODE_LIVES)


def send_text(
    phone: str,
    body: str,
    *,
    template: str = "",
    values: dict[str, str] | None = None,
    lives: timedelta = MAIL_LIVES,
) -> None:
    """Send a text message unless it cannot be sent within its life."""
    _keep({"phone": phone, "body": body, "template": template, "values": values or {}}, lives=lives)


def send_mail(
    email: str,
    subject: str,
    body: str,
    *,
    headers: dict[str, str] | None = None,
    lives: timedelta = MAIL_LIVES,
) -> None:
    """Send an e-mail unless it cannot be sent within its life; `headers` are set besides the usual ones."""
    message = {"email": email, "subject": subject, "body": body, "headers": headers or {}}
    _keep(message, lives=lives)


def send_nothing() -> None:
    """Do all that a message needs, for nobody."""
    _keep({}, lives=CODE_LIVES)


def _keep(message: dict, *, lives: timedelta) -> None:
    sealed = keyring.encrypt(PURPOSE, json.dumps(message).encode())
    with transaction.atomic():
        row = Outgoing.objects.create(sealed=sealed, expires_at=now() + lives)
        hand_over.enqueue(row.pk)


@job(retries=4, backoff=timedelta(seconds=5))
def hand_over(pk: int) -> None:
    """Hand one message to its gateway and forget it; a repeated run finds nothing to do."""
    row = Outgoing.objects.filter(pk=pk).first()
    if row is None:
        return
    if row.expires_at > now():
        _deliver(json.loads(keyring.decrypt(PURPOSE, row.sealed)))
    row.delete()
    Outgoing.objects.filter(expires_at__lt=now()).delete()


def _deliver(message: dict) -> None:
    if "phone" in message:
        gateway().send(Text(**message))
    elif "email" in message:
        EmailMessage(
            message["subject"],
            message["body"],
            settings.DEFAULT_FROM_EMAIL,
            [message["email"]],
            headers=message.get("headers"),
        ).send()
