"""A worker's request, from its receipt to its answer."""

import secrets
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.db.models import ExpressionWrapper, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unionhall.access.scope import Scope, ScopedQuerySet
from unionhall.members.models import Person
from unionhall.organisations.models import Employer, Organisation

# Without letters and digits that look alike when read out on the telephone.
NUMBER_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


class Topic(models.TextChoices):
    PAY = "pay", _("Pay")
    HOURS = "hours", _("Working hours and leave")
    SAFETY = "safety", _("Safety and health")
    CONTRACT = "contract", _("Contract and dismissal")
    DISCIPLINE = "discipline", _("Discipline and treatment")
    BENEFITS = "benefits", _("Social insurance and benefits")
    OTHER = "other", _("Something else")


class Difficulty(models.TextChoices):
    """How much work an answer takes, and so what the union promises; it says nothing of the person."""

    SIMPLE = "simple", pgettext_lazy("request", "Simple")
    ORDINARY = "ordinary", pgettext_lazy("request", "Ordinary")
    HARD = "hard", pgettext_lazy("request", "Hard")


class GrievanceKind(models.TextChoices):
    """Whose matter a request is."""

    INDIVIDUAL = "individual", _("One worker's own")
    GROUP = "group", _("Several workers' together")
    POLICY = "policy", _("About a rule for all")


class Status(models.TextChoices):
    RECEIVED = "received", _("Received")
    ACCEPTED = "accepted", _("In hand")
    ASKED = "asked", _("Waiting for the worker")
    PROPOSED = "proposed", _("Answered, to be confirmed")
    REVIEW = "review", _("Under review one level up")
    CLOSED = "closed", _("Closed")
    REFUSED = "refused", _("Not taken on")
    WITHDRAWN = "withdrawn", _("Withdrawn")


TONES = {
    Status.RECEIVED: "new",
    Status.ACCEPTED: "active",
    Status.ASKED: "waiting",
    Status.PROPOSED: "waiting",
    Status.REVIEW: "warn",
    Status.CLOSED: "good",
    Status.REFUSED: "quiet",
    Status.WITHDRAWN: "quiet",
}
OPEN = (Status.RECEIVED, Status.ACCEPTED, Status.ASKED, Status.PROPOSED, Status.REVIEW)
UNACCEPTED = (Status.RECEIVED, Status.REVIEW)
HANDLED = (Status.ACCEPTED, Status.ASKED)


class Channel(models.TextChoices):
    ONLINE = "online", _("Online")
    TELEPHONE = "telephone", _("By telephone")
    WINDOW = "window", _("At the window")
    LETTER = "letter", _("By letter")
    EMAIL = "email", _("By e-mail")


class Satisfaction(models.IntegerChoices):
    GOOD = 3, _("Satisfied")
    FAIR = 2, _("So-so")
    POOR = 1, _("Not satisfied")


class Concern(models.TextChoices):
    """Why a request is kept to named persons."""

    HARASSMENT = "harassment", _("Harassment")
    RETALIATION = "retaliation", _("Retaliation")
    WHISTLE_BLOWING = "whistle", _("Reporting a wrong at work")


@dataclass(frozen=True)
class Ties:
    """The keys of requests to which one officer stands by name."""

    named: frozenset[int] = frozenset()  # confidential ones on which they act
    guest: frozenset[int] = frozenset()  # those they may read for a while, wherever they lie
    party: frozenset[int] = frozenset()  # those that are about them: they must not know of them


NO_TIES = Ties()


class CaseQuerySet(ScopedQuerySet):
    def open(self):
        """Those nobody has answered for good."""
        return self.filter(is_open=True)

    def overdue(self, *, on):
        """Open ones whose next date has passed."""
        return self.open().filter(due_on__lt=on)

    def due_within(self, *, on, until):
        """Open ones whose next date lies between the two days, both included."""
        return self.open().filter(due_on__gte=on, due_on__lte=until)

    def unaccepted(self):
        """Those nobody has taken on yet."""
        return self.filter(status__in=UNACCEPTED)

    def readable(self, scope: Scope, restricted: Scope, ties: Ties = NO_TIES):
        """Those an officer may open: ordinary ones in `scope`, restricted ones in `restricted`, confidential ones by name.

        The officer's few `ties` are keys, so that the list of one who has none stays one index walk.
        """
        seen = scope.q("organisation")
        if not restricted:
            seen &= Q(is_restricted=False)
        elif restricted.paths != scope.paths:
            confided = restricted.q("organisation") & Q(is_restricted=True)
            seen = seen & Q(is_restricted=False) | confided
        seen &= Q(concern="")
        if ties.named:
            seen |= scope.q("organisation") & Q(pk__in=sorted(ties.named))
        if ties.guest:
            seen |= Q(pk__in=sorted(ties.guest))
        found = self.filter(seen)
        return found.exclude(pk__in=sorted(ties.party)) if ties.party else found


def new_number(on) -> str:
    """A number to quote on the telephone; its random part tells nobody how many there are."""
    return f"{on:%Y%m%d}-" + "".join(secrets.choice(NUMBER_SIGNS) for _place in range(5))


class Case(models.Model):
    """A worker's request, grievance or dispute, from receipt to closure."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="cases")
    person = models.ForeignKey(Person, models.PROTECT, related_name="cases")
    # Where the worker works on the day it comes: what patterns are counted by.
    employer = models.ForeignKey(
        Employer, models.PROTECT, null=True, related_name="cases", db_index=False
    )
    topic = models.CharField(_("topic"), max_length=12, choices=Topic)
    # "" until a handler has said: then the period of the law holds.
    difficulty = models.CharField(_("difficulty"), max_length=10, choices=Difficulty, blank=True)
    text = models.TextField(_("what is the matter"))
    is_restricted = models.BooleanField(
        _("only for the federation's rights officer"), default=False
    )
    # Kept to persons named on it (cases/confidential); "" = to offices, as restricted ones are too.
    concern = models.CharField(
        _("kept to named persons because of"), max_length=11, choices=Concern, blank=True
    )
    channel = models.CharField(_("brought"), max_length=10, choices=Channel, default=Channel.ONLINE)
    status = models.CharField(_("state"), max_length=10, choices=Status, default=Status.RECEIVED)
    is_open = models.GeneratedField(
        expression=ExpressionWrapper(
            Q(status__in=[str(status) for status in OPEN]), output_field=models.BooleanField()
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    kind = models.CharField(max_length=10, choices=GrievanceKind, default=GrievanceKind.INDIVIDUAL)
    # How many workers bring it, kept here so that lists need not count.
    people = models.PositiveIntegerField(default=1)
    # First-contact responsibility: whoever took it down owns it until somebody accepts it.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="owned_cases"
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="handled_cases"
    )
    received_on = models.DateField(_("received"))
    received_at = models.DateTimeField()
    # The date of the duty that comes next, kept here so that the inbox is one index walk.
    due_on = models.DateField(_("due"), null=True)
    due_provisional = models.BooleanField(default=False)
    due_from = models.DateField(null=True)
    answer = models.TextField(_("answer"), blank=True)
    answered_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    review_round = models.PositiveSmallIntegerField(default=0)
    satisfaction = models.PositiveSmallIntegerField(choices=Satisfaction, null=True)
    is_solved = models.BooleanField(null=True)
    # Closed because the same matter goes on there; opened again, it stands for itself.
    continued_in = models.ForeignKey("self", models.PROTECT, null=True, related_name="continues")
    # What the form sent along, so that a second click finds the first one's case.
    submission = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    # Whether anybody stands to it by name, where a query has asked (confidential/reading.py: marks).
    has_ties: bool

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="case_in_hand_has_handler",
                condition=~Q(status__in=["accepted", "asked"]) | Q(handler__isnull=False),
            ),
            models.CheckConstraint(
                name="confidential_case_is_restricted",
                condition=Q(concern="") | Q(is_restricted=True),
            ),
            models.CheckConstraint(
                name="open_case_has_due_date",
                condition=~Q(status__in=[str(status) for status in OPEN]) | Q(due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="ended_case_has_end_date",
                condition=~Q(status__in=["closed", "refused", "withdrawn"])
                | Q(closed_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"], name="case_open_by_due", condition=Q(is_open=True)
            ),
            models.Index(
                fields=["due_on", "id"],
                name="case_unaccepted_by_due",
                condition=Q(status__in=[str(status) for status in UNACCEPTED]),
            ),
            models.Index(fields=["organisation", "due_on"], name="case_unit_by_due"),
            models.Index(fields=["received_on", "id"], name="case_by_receipt"),
            models.Index(
                fields=["received_on", "id"],
                name="case_ended_by_receipt",
                condition=Q(is_open=False),
            ),
            models.Index(fields=["id"], name="case_confidential", condition=~Q(concern="")),
            models.Index(
                fields=["handler", "due_on"], name="case_handler_by_due", condition=Q(is_open=True)
            ),
            models.Index(
                fields=["employer", "topic", "received_on"],
                name="case_of_employer",
                condition=Q(employer__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("cases:case", args=[self.number])

    @property
    def status_label(self) -> str:
        """Its state in words; `get_status_display` would translate every state for it."""
        return str(Status(self.status).label)

    @property
    def topic_label(self) -> str:
        """Its topic in words."""
        return str(Topic(self.topic).label)

    @property
    def difficulty_label(self) -> str:
        """How much work it takes, in words; "" until it is said."""
        return str(Difficulty(self.difficulty).label) if self.difficulty else ""

    @property
    def channel_label(self) -> str:
        """How it was brought, in words."""
        return str(Channel(self.channel).label)

    @property
    def tone(self) -> str:
        """The colour of its state, as the State component names it."""
        return TONES[Status(self.status)]

    @property
    def opened_on(self):
        """When its current period began, as the Due component asks."""
        return self.due_from

    @property
    def provisional(self) -> bool:
        """Whether its date lies after the last announced holidays, as the Due component asks."""
        return self.due_provisional

    @property
    def is_confidential(self) -> bool:
        """Whether only those named on it may know that it exists."""
        return bool(self.concern)

    @property
    def concern_label(self) -> str:
        """Why it is kept to named persons, in words; "" where it is not."""
        return str(Concern(self.concern).label) if self.concern else ""

    def is_readable(self, scope: Scope, restricted: Scope, ties: Ties = NO_TIES) -> bool:
        """Whether `readable` would list it."""
        if self.pk in ties.party:
            return False
        if self.pk in ties.guest:
            return True
        if self.pk in ties.named and scope.covers(self.organisation):
            return True
        held = restricted if self.is_restricted else scope
        return not self.is_confidential and held.covers(self.organisation)

    @property
    def my_url(self) -> str:
        """Where the worker reads it."""
        return reverse("cases:my_case", args=[self.number])

    @property
    def title(self) -> str:
        """The beginning of the worker's own words."""
        first = self.text.strip().splitlines()[0] if self.text.strip() else ""
        # A Chinese character says as much, and is as wide, as two Latin letters.
        most = 80 if first.isascii() else 40
        return first if len(first) <= most else f"{first[: most - 1]}…"

    @property
    def chain(self) -> str:
        """The history it is written into: that of whoever handles it, never that of the worker's own union."""
        return self.organisation.chain


class Message(models.Model):
    """What was said in a case: between worker and union, or as an internal note among officers."""

    class Kind(models.TextChoices):
        MESSAGE = "message", _("Message")
        QUESTION = "question", _("Question to the worker")
        ANSWER = "answer", _("Answer")
        NOTE = "note", _("Internal note")

    case = models.ForeignKey(Case, models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=10, choices=Kind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_label = models.CharField(max_length=200)
    from_worker = models.BooleanField(default=False)
    text = models.TextField(_("text"))
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "at"], name="message_of_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.at}"


class Draft(models.Model):
    """A request being written on the phone, kept as typed until it is sent."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="draft_case")
    token = models.UUIDField(default=uuid.uuid4, editable=False)
    text = models.TextField(blank=True)
    topic = models.CharField(max_length=12, choices=Topic, blank=True)
    is_restricted = models.BooleanField(default=False)
    concern = models.CharField(max_length=11, choices=Concern, blank=True)
    # Keys of officers the worker says it is about: they are shut out of it from its first moment.
    about = models.JSONField(default=list)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.person_id} {self.token}"


# Django finds the app's models from here; each stands beside its acts.

from unionhall.cases.bulk.models import Bulk, BulkLine  # noqa: E402, F401
from unionhall.cases.calls.models import Attempt, Call  # noqa: E402, F401
from unionhall.cases.confidential.models import Tie  # noqa: E402, F401

# Models of sub-packages belong to this app.
from unionhall.cases.groups.models import Group, Joined  # noqa: E402, F401
from unionhall.cases.mail_in.models import Mail  # noqa: E402, F401
from unionhall.cases.outcomes.models import Outcome, Result  # noqa: E402, F401
from unionhall.cases.patterns.models import Proposal  # noqa: E402, F401
from unionhall.cases.referrals.models import Partner, Referral  # noqa: E402, F401
from unionhall.cases.saved.models import FirstView, SavedView  # noqa: E402, F401
from unionhall.cases.watch.models import CheckIn, Watch  # noqa: E402, F401
