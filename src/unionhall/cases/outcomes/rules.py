"""What may be written down about an outcome, and how money is added up: no database, no clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from unionhall.cases.outcomes.models import ALONE, Won
from unionhall.cases.rules import BASE
from unionhall.core.errors import Refused

NONE, THOUSAND = Decimal(0), Decimal(1000)
MOST = Decimal("999999999999.99")


@dataclass(frozen=True)
class Noted:
    """What a handler says came of a request; money in yuan.

    With `promised_on` the money is still to come by that day, without it the worker has it.
    """

    kinds: frozenset[str]
    amount: Decimal | None = None
    persons: int | None = None
    promised_on: date | None = None
    clause: str = ""


@dataclass(frozen=True)
class Money:
    """Money of requests, in yuan: what came, what is still promised, for how many workers, of how many requests."""

    received: Decimal = NONE
    promised: Decimal = NONE
    persons: int = 0
    requests: int = 0

    def __add__(self, other: "Money") -> "Money":
        return Money(
            self.received + other.received,
            self.promised + other.promised,
            self.persons + other.persons,
            self.requests + other.requests,
        )

    def __sub__(self, other: "Money") -> "Money":
        return Money(
            self.received - other.received,
            self.promised - other.promised,
            self.persons - other.persons,
            self.requests - other.requests,
        )


def check(noted: Noted) -> None:
    """Raise Refused for what contradicts itself."""
    if not noted.kinds:
        raise Refused(_("Say what came of it; “nothing” is an answer, too."))
    alone = noted.kinds & {str(kind) for kind in ALONE}
    if alone and len(noted.kinds) > 1:
        raise Refused(
            _("“%(kind)s” stands alone.") % {"kind": Won(min(alone)).label},
            instead=_("Take it away, or everything else."),
        )
    _check_money(noted)


def _check_money(noted: Noted) -> None:
    paid = str(Won.MONEY) in noted.kinds
    if paid and noted.amount is None:
        raise Refused(_("Say how much money it is."))
    if not paid and (noted.amount is not None or noted.persons or noted.promised_on):
        raise Refused(
            _("An amount was given, but no money among what came of it."),
            instead=_("Tick “Money paid”, or take the amount away."),
        )
    if noted.amount is not None and not NONE < noted.amount <= MOST:
        raise Refused(_("The amount is more than nought."))
    if paid and not noted.persons:
        raise Refused(_("Say for how many workers the money is: at least one."))


def once(own: Mapping[int, Money], elsewhere: Iterable[Mapping[int, Money]]) -> dict[int, Money]:
    """The money of each request, counted once.

    Where an app above keeps a request's money (a dispute with its instalments), that counts and not
    what the handler wrote down as well; if several do, the first.
    """
    found = dict(own)
    taken: set[int] = set()
    for table in elsewhere:
        found.update({case: money for case, money in table.items() if case not in taken})
        taken.update(table)
    return found


def coarse(money: Money) -> Money | None:
    """The money as those may know it who open no requests: in full thousands, and only of five requests or more."""
    if money.requests < BASE:
        return None
    received, promised = (
        amount // THOUSAND * THOUSAND for amount in (money.received, money.promised)
    )
    return Money(received, promised, money.persons // BASE * BASE, money.requests // BASE * BASE)


def total(money: Iterable[Money]) -> Money:
    """All of it together."""
    return sum(money, Money())
