"""Entries of an organisation's history as sentences."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.history.models import Entry
from unionhall.organisations.kinds import BODIES, KINDS
from unionhall.organisations.models import Employer
from unionhall.organisations.offices import OFFICES
from unionhall.ui.pieces.text import written


@dataclass(frozen=True)
class Sentence:
    """An entry ready for the trail."""

    at: datetime
    by_label: str
    sentence: str
    kind: str = "act"


@dataclass(frozen=True)
class Names:
    """Names of those whose keys stand in the facts."""

    people: dict[int, str]
    employers: dict[int, str]


def told(entries: Iterable[Entry]) -> list[Sentence]:
    """The acts of this app as sentences, in their order; two queries for all names.

    Other apps write into an organisation's chain too; what they wrote is for their own pages.
    """
    entries = [entry for entry in entries if entry.verb in SENTENCES]
    people = {entry.facts["user"] for entry in entries if "user" in entry.facts}
    employers = {entry.facts["employer"] for entry in entries if "employer" in entry.facts}
    names = Names(
        {user.pk: str(user) for user in User.objects.filter(pk__in=people)},
        dict(Employer.objects.filter(pk__in=employers).values_list("pk", "name")),
    )
    return [
        Sentence(entry.at, entry.actor, SENTENCES[entry.verb](entry.facts, names))
        for entry in entries
    ]


def _day(text: str) -> str:
    return written(date.fromisoformat(text)) if text else ""


def _added(facts: dict, names: Names) -> str:
    return _("founded it as “%(name)s” (%(kind)s, code %(code)s).") % {
        **facts,
        "kind": KINDS[facts["kind"]].title if facts["kind"] in KINDS else facts["kind"],
    }


def _renamed(facts: dict, names: Names) -> str:
    return _("renamed it from “%(old)s” to “%(new)s”.") % {
        "old": facts["from"]["name"],
        "new": facts["to"]["name"],
    }


def _moved(facts: dict, names: Names) -> str:
    return _("moved it from %(old)s to %(new)s.") % {"old": facts["from"], "new": facts["to"]}


def _kind_changed(facts: dict, names: Names) -> str:
    old, new = (KINDS[facts[name]].title for name in ("from", "to"))
    return _("made it a %(new)s, no longer a %(old)s.") % {"old": old, "new": new}


def _appointed(facts: dict, names: Names) -> str:
    words = {
        "person": names.people.get(facts["user"], "–"),
        "office": _office(facts),
        "from": _day(facts["from_on"]),
        "until": _day(facts["until_on"]),
    }
    if facts["until_on"]:
        return (
            _("appointed %(person)s as %(office)s from %(from)s, no longer on %(until)s.") % words
        )
    return _("appointed %(person)s as %(office)s from %(from)s.") % words


def _mandate_ended(facts: dict, names: Names) -> str:
    return _("ended the mandate of %(person)s as %(office)s with %(until)s.") % {
        "person": names.people.get(facts["user"], "–"),
        "office": _office(facts),
        "until": _day(facts["until_on"]),
    }


def _office(facts: dict) -> str:
    return OFFICES[facts["office"]].title if facts["office"] in OFFICES else facts["office"]


def _body(facts: dict) -> dict[str, object]:
    title = BODIES[facts["body"]].title if facts["body"] in BODIES else facts["body"]
    return {"body": title, "term": facts["term"]}


def _body_opened(facts: dict, names: Names) -> str:
    return _("began term %(term)s of the %(body)s.") % _body(facts)


def _body_ended(facts: dict, names: Names) -> str:
    return _("ended term %(term)s of the %(body)s.") % _body(facts)


def _imported(facts: dict, names: Names) -> str:
    return _("loaded %(read)s divisions; %(added)s federations were founded.") % facts


def _account_opened(facts: dict, names: Names) -> str:
    return _("opened an account for %s.") % names.people.get(facts["user"], "–")


def _coverage_begun(facts: dict, names: Names) -> str:
    return _("took in the workers of %s.") % names.employers.get(facts["employer"], "–")


def _coverage_ended(facts: dict, names: Names) -> str:
    return _("no longer gathers the workers of %s.") % names.employers.get(facts["employer"], "–")


def _affiliated(facts: dict, names: Names) -> str:
    return _("affiliated %(union)s to %(trade_parent)s as its trade parent.") % facts


def _disaffiliated(facts: dict, names: Names) -> str:
    return _("ended the affiliation of %(union)s to %(trade_parent)s.") % facts


SENTENCES: dict[str, Callable[[dict, Names], str]] = {
    "organisations.added": _added,
    "organisations.renamed": _renamed,
    "organisations.corrected": lambda facts, names: _("corrected its division or employer."),
    "organisations.moved": _moved,
    "organisations.kind_changed": _kind_changed,
    "organisations.closed": lambda facts, names: _("closed it."),
    "organisations.imported": _imported,
    "organisations.appointed": _appointed,
    "organisations.mandate_ended": _mandate_ended,
    "organisations.account_opened": _account_opened,
    "organisations.body_opened": _body_opened,
    "organisations.body_ended": _body_ended,
    "organisations.affiliated": _affiliated,
    "organisations.disaffiliated": _disaffiliated,
    "organisations.coverage_begun": _coverage_begun,
    "organisations.coverage_ended": _coverage_ended,
}
