"""A one-time code that proves somebody holds a phone or reads a mailbox."""

import time
from enum import Enum

from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

from unionhall.accounts.phones import FILLING, folded
from unionhall.accounts.sending import CODE_LIVES, send_code

KEY = "code_sent"
TRIES = 3


class Answer(Enum):
    """How a typed code stands to the one that was sent."""

    RIGHT = "right"
    WRONG = "wrong"
    OVER = "over"  # too late or too often: a new one is needed


def begin(session, to: str) -> None:
    """Send a code to the number or address and remember its digest; an earlier one no longer counts."""
    code = get_random_string(6, "0123456789")
    session[KEY] = {"to": to, "digest": _digest(to, code), "at": time.time(), "wrong": 0}
    send_code(to, code)


def check(session, to: str, typed: str) -> Answer:
    """Compare what was typed; a code counts once, for five minutes and three tries."""
    sent = session.get(KEY)
    if not sent or sent["to"] != to:
        return Answer.OVER
    if time.time() - sent["at"] > CODE_LIVES.total_seconds():
        del session[KEY]
        return Answer.OVER
    if constant_time_compare(sent["digest"], _digest(to, FILLING.sub("", folded(typed)))):
        del session[KEY]
        return Answer.RIGHT
    sent["wrong"] += 1
    session[KEY] = sent
    if sent["wrong"] >= TRIES:
        del session[KEY]
        return Answer.OVER
    return Answer.WRONG


def _digest(to: str, code: str) -> str:
    return salted_hmac("unionhall.accounts.codes", f"{to}:{code}", algorithm="sha256").hexdigest()
