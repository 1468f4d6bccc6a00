"""A petition is brought: by a worker, or taken down by an officer; who joins, and who speaks for all."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.cases import routing
from unionhall.cases.confidential.reading import parties
from unionhall.cases.models import Case, Channel, new_number
from unionhall.core.errors import Refused
from unionhall.history.actions import act
from unionhall.members.models import Person
from unionhall.organisations.models import Organisation
from unionhall.petitions import owed, routes, steps
from unionhall.petitions.models import (
    ABOUT_SOMEBODY,
    Happening,
    Petition,
    Petitioner,
    PetitionMatter,
)
from unionhall.petitions.procedure import BY_ACT, FROM_RULE, MOST_RULE
from unionhall.rulebook import rules as book

MOST = 500  # petitioners of one petition


@act
def receive(
    person: Person,
    *,
    organisation: Organisation,
    matter: str,
    text: str,
    channel: str = Channel.WINDOW,
    about: Organisation | None = None,
    about_officer: User | None = None,
    case: Case | None = None,
    submission: UUID | None = None,
    by: User,
    on: date,
) -> Petition:
    """Give a petition a number and send it to the office that handles it, above whomever it is about.

    `organisation` is the petitioner's union, or where the request lies it grew out of; `submission`
    is the form's own number: sent twice, it is one petition.
    """
    if submission and (sent := Petition.objects.filter(submission=submission).first()):
        return sent
    text = steps.needed(text, _("Write down what the petition asks for."))
    _refuse_misfit(person, matter, about, about_officer, case, by=by)
    restricted = matter == PetitionMatter.DENUNCIATION or bool(case and case.is_restricted)
    desk = routes.first(
        organisation,
        about=about,
        officer=about_officer,
        restricted=restricted,
        on=on,
        besides=parties(case) if case else frozenset(),
    )
    petition = Petition(
        organisation=desk.organisation,
        case=case,
        matter=matter,
        text=text,
        channel=channel,
        about=about,
        about_officer=about_officer,
        is_restricted=restricted,
        received_on=on,
        submission=submission,
    )
    _numbered(petition, on=on)
    Petitioner.objects.create(petition=petition, person=person)
    for period in BY_ACT["receive"].owes:
        owed.open_for(petition, period, desk=desk, start=on, by=by, on=on)
    Happening.objects.create(
        petition=petition, act="receive", on=on, organisation=petition.organisation
    )
    steps.told(petition, "receive", by=by, on=on)
    steps.tell_desk(petition, desk, on=on)
    steps.tell_petitioners(petition, besides=by)
    return petition


def _refuse_misfit(
    person: Person,
    matter: str,
    about: Organisation | None,
    officer: User | None,
    case: Case | None,
    *,
    by: User,
) -> None:
    """What a petition cannot be: of no kind, about nobody, about the one who takes it down."""
    if matter not in PetitionMatter.values:
        raise Refused(_("Choose what kind of matter it is."))
    if matter in ABOUT_SOMEBODY and not (about or officer):
        raise Refused(
            _("Say which organ or officer it is about."),
            instead=_("Only then can it go to the level above them."),
        )
    if case and case.person_id != person.pk:
        raise Refused(_("That request is somebody else's."))
    if officer and officer.pk == by.pk:
        raise Refused(
            _("You have a part in this petition and step aside."),
            book.citation("cn.pet.recusal"),
            instead=_("A colleague in your office can take this step."),
        )


def _numbered(petition: Petition, *, on: date) -> None:
    for left in reversed(range(5)):
        petition.number = "X" + new_number(on)
        try:
            with transaction.atomic():
                petition.save(force_insert=True)
            return
        except IntegrityError:
            if not left:
                raise


@act
def add_petitioner(petition: Petition, person: Person, *, by: User, on: date) -> Petitioner:
    """Another one joins, with the same matter."""
    _refuse_over(petition)
    routes.refuse_partial(petition, by, on=on)
    if person.user_id == by.pk or (person.user_id and person.user_id == petition.about_officer_id):
        raise Refused(_("This person has another part in the petition."))
    Petition.objects.select_for_update(no_key=True).get(pk=petition.pk)
    if petition.petitioners.count() >= MOST:
        raise Refused(_("A petition has at most %s petitioners.") % MOST)
    try:
        with transaction.atomic():
            made = Petitioner.objects.create(petition=petition, person=person)
    except IntegrityError as error:
        raise Refused(_("This person is in the petition already.")) from error
    steps.told(petition, "petitioner_added", by=by, on=on, people=petition.petitioners.count())
    if person.user:
        facts = {"number": petition.number}
        steps.notify(
            [person.user],
            "petitions/went_on",
            subject=petition,
            url=petition.my_url,
            facts=facts,
        )
    return made


@act
def choose_representatives(
    petition: Petition, chosen: list[Petitioner], *, by: User, on: date
) -> None:
    """Write down whom the petitioners chose to speak for them: at most as many as the regulation allows."""
    _refuse_over(petition)
    routes.refuse_partial(petition, by, on=on)
    most = book.value(MOST_RULE, "max", on=on)
    keys = {row.pk for row in chosen}
    if not 1 <= len(keys) <= most:
        raise Refused(_("They choose one to %s representatives.") % most, book.citation(MOST_RULE))
    if any(row.petition_id != petition.pk for row in chosen):
        raise Refused(_("Somebody of them is not in this petition."))
    petition.petitioners.exclude(pk__in=keys).update(is_representative=False)
    petition.petitioners.filter(pk__in=keys).update(is_representative=True)
    steps.told(petition, "representatives_chosen", by=by, on=on, representatives=len(keys))


def lacks_representatives(petition: Petition, *, on: date) -> bool:
    """Whether so many bring it that some have to speak for all, and nobody was chosen yet."""
    least = book.value(FROM_RULE, "min", on=on)
    rows = petition.petitioners
    return rows.count() >= least and not rows.filter(is_representative=True).exists()


def _refuse_over(petition: Petition) -> None:
    if not Petition.objects.open().filter(pk=petition.pk).exists():
        raise Refused(_("This petition is over."), instead=_("Bring a new one with new facts."))


def receivers(person: Person, *, on: date) -> Organisation | None:
    """The union a member's petition starts from."""
    return routing.own_union(person, on=on)
