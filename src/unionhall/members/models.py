"""People of the register and the dated spells of their membership."""

import uuid
from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from unionhall.core.clock import today
from unionhall.core.prepared import Prepared
from unionhall.core.text import pinyin_key
from unionhall.members import rules
from unionhall.members.fields import KeyField
from unionhall.members.rules import Status, Stretch
from unionhall.organisations.models import Organisation


class Sex(models.TextChoices):
    FEMALE = "female", _("female")
    MALE = "male", _("male")


class Begun(models.TextChoices):
    """How a membership began."""

    IMPORT = "import", _("taken over from a roster")
    OFFICER = "officer", _("entered by an officer")
    APPLICATION = "application", _("applied and was admitted")
    TRANSFER = "transfer", _("transferred from another union")
    FOUNDING = "founding", _("founded the union")
    MERGER = "merger", _("came by a merger or split of unions")


class Ended(models.TextChoices):
    """How a membership ended."""

    OFFICER = "officer", _("ended by an officer")
    TRANSFER = "transfer", _("transferred to another union")
    MERGER = "merger", _("went on in another union by a merger or split")
    WITHDRAWAL = "withdrawal", _("withdrew")
    RETIREMENT = "retirement", _("retired")
    EXPULSION = "expulsion", _("expelled")
    DEATH = "death", _("died")


class PersonQuerySet(models.QuerySet):
    def within(self, scope):
        """Those with a spell in the scope that lasts today or is their latest: whoever has
        joined another union since is no longer the old one's to read.
        """
        return self.filter(Exists(Spell.objects.filter(person=OuterRef("pk")).held_by(scope)))

    def with_consent(self, kind: str, *, on: date):
        """Those who let it be done on the day, as `consents.queries.given` says of one."""
        return self.filter(Exists(Consent.objects.filter(person=OuterRef("pk")).given(kind, on=on)))


class Person(models.Model):
    """A worker in the register; the ID number is kept encrypted, beside a keyed digest to look it up by."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="person"
    )
    name = models.CharField(_("name"), max_length=100)
    name_key = KeyField(max_length=120, editable=False)  # core.text.pinyin_key(name)
    sex = models.CharField(_("sex"), max_length=6, choices=Sex, blank=True)
    birth_on = models.DateField(_("date of birth"), null=True, blank=True)
    id_number = models.BinaryField(null=True, blank=True)  # see sealing.py
    id_index = models.BinaryField(max_length=32, null=True, blank=True, unique=True)
    phone = models.CharField(_("mobile number"), max_length=20, blank=True)
    department = models.CharField(_("department"), max_length=100, blank=True)
    education = models.CharField(_("education"), max_length=30, blank=True)
    employment = models.CharField(_("form of employment"), max_length=30, blank=True)
    is_migrant = models.BooleanField(_("migrant worker"), null=True, blank=True)
    works_since = models.DateField(_("at work since"), null=True, blank=True)
    remark = models.CharField(_("remark"), max_length=500, blank=True)
    died_on = models.DateField(_("died on"), null=True, blank=True)
    erased_on = models.DateField(_("erased on"), null=True, blank=True, editable=False)
    # A file that was taken up into another is nobody's any more, and kept so that it can be undone.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="files", editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)  # of two editors one is told

    objects = PersonQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["phone"], name="person_by_phone")]

    def __str__(self) -> str:
        return self.name

    def save(self, **options):
        self.name_key = pinyin_key(self.name)
        super().save(**options)

    def get_absolute_url(self) -> str:
        return reverse("members:person", args=[self.pk])

    @cached_property
    def memberships(self) -> list["Spell"]:
        """All spells with their organisations and standings, the latest first; asked once."""
        return stood(_memberships(person=self.pk))

    def member_since(self, on: date) -> date | None:
        """The first day of the unbroken chain of memberships that holds on the day; None for no member.

        A transfer ends one membership on the day on which the next begins, so seniority goes on.
        """
        since, joined = None, {spell.stretch for spell in self.memberships}
        reach = {days for days in joined if days.covers(on)}
        while reach:
            since = min(days.from_on for days in reach)
            # Those that touch or overlap what has been found so far, and begin before it.
            reach = {days for days in joined if days.from_on < since and days.reaches(since)}
        return since

    def is_within(self, scope) -> bool:
        """Whether `within` would list the person."""
        on = today()
        return any(
            scope.covers(spell.organisation) and (number == 0 or spell.covers(on))
            for number, spell in enumerate(self.memberships)
        )


def covering(on: date, prefix: str = "") -> Q:
    """That the spell `prefix` leads to has begun and not ended by the day, whatever rests meanwhile."""
    until_on = f"{prefix}until_on"
    return (Q(**{until_on: None}) | Q(**{f"{until_on}__gt": on})) & Q(
        **{f"{prefix}from_on__lte": on}
    )


def in_force(on: date, prefix: str = "") -> Q:
    """That the spell `prefix` leads to covers the day with all its rights: nothing of it rests."""
    return covering(on, prefix) & ~Q(resting(on, prefix))


def resting(on: date, prefix: str = "", state: str = "") -> Exists:
    """Whether the spell `prefix` leads to is suspended, kept or retired on the day."""
    found = Standing.objects.covering(on=on).filter(spell=OuterRef(f"{prefix}pk"))
    return Exists(found.filter(state=state) if state else found)


def with_status(status: str, on: date, prefix: str = "") -> Q:
    """That the spell `prefix` leads to has the status on the day, as `Spell.status` says."""
    if status == Status.COMING:
        return Q(**{f"{prefix}from_on__gt": on})
    if status == Status.ENDED:
        return Q(**{f"{prefix}until_on__lte": on})
    if status == Status.IN_FORCE:
        return in_force(on, prefix)
    found = covering(on, prefix) & Q(resting(on, prefix, status))
    for stronger in State.values[: State.values.index(status)]:
        found &= ~Q(resting(on, prefix, stronger))
    return found


def later(prefix: str = "") -> models.QuerySet:
    """Spells of the same person that began after the one `prefix` leads to."""
    from_on, key = OuterRef(f"{prefix}from_on"), OuterRef(f"{prefix}pk")
    after = Q(from_on__gt=from_on) | Q(from_on=from_on, pk__gt=key)
    return Spell.objects.filter(after, person=OuterRef(f"{prefix}person"))


class SpellQuerySet(models.QuerySet):
    def in_force(self, *, on):
        """Those that cover the day with all rights: the one truth for rolls, dues, delegates and figures."""
        return self.filter(in_force(on))

    def covering(self, *, on):
        """Those that have begun and not ended by the day, also where rights rest."""
        return self.filter(covering(on))

    def with_status(self, status: str, *, on):
        """Those that stand so on the day."""
        return self.filter(with_status(status, on))

    def ended(self, *, on):
        """Those that were over by the day."""
        return self.filter(until_on__lte=on)

    def latest(self):
        """The one of each person that began last."""
        return self.filter(~Exists(later()))

    def held_by(self, scope):
        """Those in the scope's organisations that make the person theirs: lasting today, or the latest."""
        return self.filter(scope.q("organisation"), covering(today()) | ~Exists(later()))


class Spell(models.Model):
    """A stretch of membership of one person in one organisation."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="spells")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="spells", db_index=False
    )
    # The person's, kept beside by triggers, so that a list walks one index whatever its scope and filters.
    name_key = KeyField(max_length=120, editable=False, default="")
    sex = models.CharField(max_length=6, editable=False, null=True)
    employment = models.CharField(max_length=30, editable=False, null=True)
    from_on = models.DateField(_("from"))
    from_known = models.BooleanField(default=True)
    until_on = models.DateField(_("until"), null=True, blank=True)  # first day it no longer holds
    begun_by = models.CharField(max_length=20, choices=Begun, default=Begun.IMPORT)
    ended_by = models.CharField(max_length=20, choices=Ended, blank=True)

    objects = SpellQuerySet.as_manager()

    class Meta:
        indexes = [
            # The columns after the unique id only spare the look at the table.
            models.Index(
                fields=[
                    "name_key",
                    "id",
                    "organisation",
                    "from_on",
                    "until_on",
                    "sex",
                    "employment",
                ],
                name="spell_by_name",
            ),
            models.Index(
                fields=[
                    "organisation",
                    "name_key",
                    "id",
                    "from_on",
                    "until_on",
                    "sex",
                    "employment",
                ],
                name="spell_by_unit",
            ),
            models.Index(
                fields=["from_on", "id", "organisation", "until_on", "sex", "employment"],
                name="spell_by_start",
            ),
            models.Index(
                fields=["until_on"], name="spell_by_end", condition=Q(until_on__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="spell_ends_after_it_begins",
                condition=Q(until_on=None) | Q(until_on__gt=F("from_on")),
            ),
            models.UniqueConstraint(
                name="one_open_spell_in_a_union",
                fields=["person", "organisation"],
                condition=Q(until_on=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.organisation_id} {self.from_on}–{self.until_on or ''}"

    @property
    def stretch(self) -> Stretch:
        """Its days."""
        return Stretch(self.from_on, self.until_on)

    def covers(self, on: date) -> bool:
        """Whether it has begun and not ended by the day, as `covering` says."""
        return self.stretch.covers(on)

    @cached_property
    def all_standings(self) -> list["Standing"]:
        """When it was or is suspended, kept or retired; `stood` asks for those of many at once."""
        return list(self.standings.order_by("from_on", "pk"))

    def status(self, on: date) -> Status:
        """How it stands on the day."""
        return rules.status(
            on, self.stretch, [(row.state, row.stretch) for row in self.all_standings]
        )


_memberships = Prepared(
    lambda person: (
        Spell.objects.filter(person=person)
        .select_related("organisation")
        # Most never rested: then their standings need not be asked for.
        .annotate(has_rested=Exists(Standing.objects.filter(spell=OuterRef("pk"))))
        .order_by("-from_on", "-pk")
    )
)
_standings = Prepared(
    lambda keys: Standing.objects.filter(spell__pk__in=keys).order_by("from_on", "pk")
)


def stood(spells: Iterable[Spell]) -> list[Spell]:
    """The spells with their standings at hand, asked for all at once."""
    spells = list(spells)
    rows: dict[int, list[Standing]] = {spell.pk: [] for spell in spells}
    for standing in _standings(keys=[s.pk for s in spells if getattr(s, "has_rested", True)]):
        rows[standing.spell_id].append(standing)
    for spell in spells:
        spell.all_standings = rows[spell.pk]
    return spells


class Token(models.Model):
    """Something a spell is found by (a part of the name, initials, a number's end), in the list's order.

    The key is all there is: a search for a common surname walks the index and stops after one page.
    """

    pk = models.CompositePrimaryKey("token", "name_key", "spell_id", "organisation_id")
    token = KeyField(max_length=120)
    name_key = KeyField(max_length=120)
    # No constraints: a million rows are copied in with each large import; search.py keeps them true.
    spell = models.ForeignKey(
        Spell, models.DO_NOTHING, related_name="tokens", db_constraint=False, db_index=False
    )
    organisation = models.ForeignKey(
        Organisation, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )

    def __str__(self) -> str:
        return f"{self.token} {self.spell_id}"


# Django finds an app's models from here; these stand beside their pages.
from unionhall.members.applying.models import Application  # noqa: E402, F401
from unionhall.members.binding.models import BindingRequest  # noqa: E402, F401
from unionhall.members.bulk.models import Bulk, BulkLine  # noqa: E402, F401
from unionhall.members.card.models import Card  # noqa: E402, F401
from unionhall.members.changes.models import ChangeProposal  # noqa: E402, F401
from unionhall.members.consents.models import Consent  # noqa: E402
from unionhall.members.delegates.models import Delegation  # noqa: E402, F401
from unionhall.members.duplicates.models import Duplicate  # noqa: E402, F401
from unionhall.members.erasure.models import Erasure, Hold  # noqa: E402, F401
from unionhall.members.households.models import Relative  # noqa: E402, F401
from unionhall.members.inviting.models import Invitation  # noqa: E402, F401
from unionhall.members.merging.models import Merge  # noqa: E402, F401
from unionhall.members.saved.models import SavedSearch  # noqa: E402, F401
from unionhall.members.standing.models import Standing, State  # noqa: E402
from unionhall.members.transfers.models import Transfer  # noqa: E402, F401
