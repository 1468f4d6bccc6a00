"""Whose a mail is: by the address written for one request, or by a number a server vouches for."""

import base64
import hmac
import re
from email.utils import parseaddr

from django.conf import settings

from unionhall.accounts.models import User
from unionhall.cases.mail_in.parsing import Parsed
from unionhall.cases.models import NUMBER_SIGNS, Case
from unionhall.core import keyring

NUMBER = rf"\d{{8}}-[{NUMBER_SIGNS}]{{5}}"
IN_SUBJECT = re.compile(rf"(?<![0-9A-Z])({NUMBER})(?![0-9A-Z])")


def own_addresses() -> set[str]:
    """From which we send, and to which people write."""
    known = (settings.UNIONHALL_MAIL_ADDRESS, settings.DEFAULT_FROM_EMAIL)
    return {parseaddr(one)[1].lower() for one in known if one}


def address_for(case: Case) -> str:
    """The address at which the worker's mails come to this request; "" where none is set.

    It proves nothing alone: the mail must come from the worker's own account's address as well.
    """
    local, _at, domain = settings.UNIONHALL_MAIL_ADDRESS.rpartition("@")
    return f"{local}+{case.number.lower()}-{_token(case.number)}@{domain}" if local else ""


def _token(number: str) -> str:
    found = keyring.digest("mail reply", number.encode())
    return base64.b32encode(found[:10]).decode().lower()


def own_request(parsed: Parsed) -> Case | None:
    """The request a mail belongs to without doubt: named by number, the sender's own, or None.

    `User.email` was proved by a code before it was kept. A subject can be written by anybody under
    any sender, so the number there counts only where our own mail server vouches for the sender.
    """
    number = _addressed(parsed) or (_in_subject(parsed) if is_vouched(parsed) else "")
    if not number or len(parsed.senders) != 1 or parsed.is_automatic:
        return None
    user = User.objects.filter(email=parsed.from_address, is_active=True).first()
    if user is None:
        return None
    mine = Case.objects.filter(number=number, person__user=user)
    return mine.select_related("organisation", "person__user", "handler", "owner").first()


def _addressed(parsed: Parsed) -> str:
    """The number in an address of ours whose token is right."""
    local, _at, domain = settings.UNIONHALL_MAIL_ADDRESS.lower().rpartition("@")
    written = re.compile(
        rf"{re.escape(local)}\+({NUMBER})-([a-z2-7]{{16}})@{re.escape(domain)}", re.IGNORECASE
    )
    for address in parsed.to_addresses if local else ():
        found = written.fullmatch(address)
        if found and hmac.compare_digest(found[2].lower(), _token(found[1].upper())):
            return found[1].upper()
    return ""


def _in_subject(parsed: Parsed) -> str:
    found = set(IN_SUBJECT.findall(parsed.subject.upper()))
    return found.pop() if len(found) == 1 else ""


def is_vouched(parsed: Parsed) -> bool:
    """Whether the mail server we name found that the sender's domain sent it (DMARC, RFC 8601).

    Only the first such header counts: the server puts its own before those that came with the mail.
    """
    server = settings.UNIONHALL_MAIL_AUTHSERV.lower()
    said = [part.strip().lower() for part in parsed.vouched.split(";")]
    if not server or said[0].split(" ")[0] != server:
        return False
    domain = parsed.from_address.rpartition("@")[2]
    results = [part.split() for part in said[1:] if part.startswith("dmarc=pass")]
    return any(f"header.from={domain}" in words for words in results)
