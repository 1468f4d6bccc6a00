"""What the acts on a founding share."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.accounts.sending import send_text
from unionhall.core.errors import Refused
from unionhall.history.actions import record
from unionhall.notifications.actions import notify
from unionhall.organisations.models import Employer, Organisation
from unionhall.organising.founding import queries, rules
from unionhall.organising.founding.models import Founder, Founding, Leading
from unionhall.rulebook import rules as book

# On which articles the higher union may say no: those that say what a founding needs.
REFUSED_BY = (
    rules.APPROVAL_RULE,
    rules.COMMITTEE_RULE,
    rules.WOMEN_RULE,
    rules.AUDIT_RULE,
    rules.KIN_RULE,
    "cn.elec.prep_group",
    "cn.elec.chair_barred",
    "cn.elec.committee_barred",
)


def refuse_unfit(higher: Organisation, kind: str, employer: Employer | None) -> None:
    """Refuse a place below which no such union can hang, and an employer that has one."""
    if higher.closed_on:
        raise Refused(_("%(union)s is closed.") % {"union": higher})
    if kind not in queries.kinds_below(higher):
        raise Refused(
            _("No union of this kind is founded below %(higher)s.") % {"higher": higher},
            book.citation(rules.APPROVAL_RULE),
            instead=_("Choose the federation that will be its next higher union."),
        )
    if employer and kind == "enterprise_union":
        there = employer.organisations.open().filter(kind=kind).first()
        if there:
            raise Refused(
                _("%(employer)s has a union: %(union)s.") % {"employer": employer, "union": there},
                instead=_("Let the workers apply for membership there."),
            )


def refuse_lacking(founding: Founding, leading: str, *, on: date) -> None:
    """Refuse where the law asks for more than the founders have."""
    if leading not in Leading.values:
        raise Refused(_("A union is led by a committee or by one organiser."))
    found = queries.elected(founding.founders.all())
    limits = queries.thresholds(founding.higher, on=on)
    lack = next(rules.lacks(leading, found, limits), None)
    if lack:
        raise Refused(said(lack, limits), book.citation(lack.rule) if lack.rule else None)


def said(lack: rules.Lack, limits: rules.Thresholds) -> str:
    """What is missing, in a sentence."""
    words = {
        "nobody": _("Nobody is on the roll who would become a member at once."),
        "twice": _("Two founders were elected to an office that one person holds."),
        "too_many": _("With %s members and more the union needs an elected committee.")
        % limits.committee,
        "organiser": _("The founders have to elect one organiser, and nobody to another office."),
        "chair": _("The founders have to elect a chair, and no organiser beside the committee."),
        "auditor": _("The founders have to elect somebody to the audit committee."),
        "women_officer": _(
            "With %s women and more they elect a women workers' committee: nobody was elected."
        )
        % limits.women,
    }
    return words[lack.name]


def locked(founding: Founding, *wanted: str) -> None:
    """The founding for nobody else to change meanwhile, if it still stands as wanted."""
    row = Founding.objects.select_for_update(no_key=True, of=("self",)).get(pk=founding.pk)
    if row.state not in wanted:
        raise _otherwise(row)


def step(founding: Founding, *wanted: str, **changes) -> None:
    """Change it if it still stands as wanted: of two who act at once, one is told."""
    if not Founding.objects.filter(pk=founding.pk, state__in=wanted).update(**changes):
        founding.refresh_from_db()
        raise _otherwise(founding)
    for name, value in changes.items():
        setattr(founding, name, value)


def _otherwise(founding: Founding) -> Refused:
    day = founding.decided_on or founding.applied_on
    return Refused(
        _("This founding stands otherwise by now: %(state)s.")
        % {"state": founding.get_state_display()}
        + (f" ({date_format(day)})" if day else "")
    )


def forget(founding: Founding) -> None:
    """Once it is decided, nobody's ID number is kept beside the register."""
    founding.founders.update(id_number=None)


def written_down(founding: Founding, verb: str, by: User | None, on: date, facts: dict) -> None:
    """Put an act into the higher union's record."""
    record(
        founding.higher.chain,
        verb,
        by=by,
        subject=founding,
        facts={"name": founding.name, "state": founding.state, **facts},
        on=on,
    )


def tell(users: Iterable[User], founding: Founding, what: str) -> None:
    """Tell people how the founding stands."""
    notify(
        users,
        "organising/founding",
        subject=founding,
        url=founding.get_absolute_url(),
        facts={"what": what, "union": founding.name},
    )


def text_to(founder: Founder, words: str) -> None:
    """Send a founder without an account a text message with the way to the founding's public page."""
    link = settings.BASE_URL + reverse("founding:state", args=[founder.founding.uid])
    text = words % {"union": founder.founding.name, "link": link}
    send_text(founder.phone, text, template="answer", values={"link": link})
