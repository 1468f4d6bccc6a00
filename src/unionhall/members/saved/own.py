"""The register's own fields: of the person, the membership, the offices held, the union, the import."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unionhall.exchange.models import Line
from unionhall.members.forms import EDUCATIONS, EMPLOYMENTS
from unionhall.members.models import Begun, Sex, Spell, covering
from unionhall.members.saved.fields import (
    CHOICE_TESTS,
    DAY_TESTS,
    TEXT_TESTS,
    Field,
    column,
    register,
    years_before,
)
from unionhall.organisations.fields import below
from unionhall.organisations.kinds import KINDS
from unionhall.organisations.models import Mandate, Organisation
from unionhall.organisations.offices import OFFICES


def _age(test: str, value: int, on: date) -> Q:
    latest = years_before(on, value)
    older = Q(person__birth_on__lte=latest)
    return older if test == "at_least" else Q(person__birth_on__gt=latest)


def _signed_in(test: str, value: Any, on: date) -> Q:
    never = Q(person__user=None) | Q(person__user__last_login=None)
    if test in ("never", "given"):
        return never if test == "never" else ~never
    since = timezone.make_aware(datetime.combine(on - timedelta(days=value), time.min))
    recently = Q(person__user__last_login__gte=since)
    return recently if test == "last_days" else never | Q(person__user__last_login__lt=since)


def _account(test: str, value: Any, on: date) -> Q:
    return Q(person__user__isnull=test == "without")


def _office(test: str, value: Any, on: date) -> Q:
    held = Mandate.objects.filter(user=OuterRef("person__user"))
    held = held.filter(office=value) if value else held
    now, over = held.in_force(on=on), held.filter(until_on__lte=on)
    if test == "holds":
        return Q(Exists(now))
    if test == "never_held":
        return ~Q(Exists(held.filter(from_on__lte=on)))
    return Q(Exists(over)) & ~Q(Exists(now))


def _office_ends(test: str, value: Any, on: date) -> Q:
    ending = Mandate.objects.in_force(on=on).filter(
        user=OuterRef("person__user"), until_on__lte=on + timedelta(days=value)
    )
    return Q(Exists(ending))


def _unit(test: str, value: str, on: date) -> Q:
    unit = Organisation.objects.filter(code=value).first()
    if unit is None:
        return Q(pk__in=[]) if test == "within" else Q()
    low, high = below(unit.path)
    inside = Q(organisation__path__gte=low, organisation__path__lt=high)
    return inside if test == "within" else ~inside


def _other_union(test: str, value: Any, on: date) -> Q:
    others = Spell.objects.filter(covering(on), person=OuterRef("person")).exclude(
        pk=OuterRef("pk")
    )
    return Q(Exists(others)) if test == "has" else ~Q(Exists(others))


def _roster(test: str, value: Any, on: date) -> Q:
    lines = Line.objects.filter(importing__kind="members", importing__undone_at=None)
    if test in ("contains", "lacks"):
        lines = lines.filter(importing__file_name__icontains=value)
    among = Q(pk__in=lines.values("subject_id"))
    return among if test in ("has", "contains") else ~among


ANY_OFFICE = _("any office")
PERSON = (
    Field("name", _("name"), "person", ("contains", "lacks", "is"), column("person__name")),
    Field(
        "phone",
        _("mobile number"),
        "person",
        ("missing", "given", "contains", "lacks"),
        column("person__phone"),
    ),
    Field(
        "id_number",
        _("ID number"),
        "person",
        ("missing", "given"),
        column("person__id_number", empty=None),
    ),
    Field(
        "sex",
        _("sex"),
        "person",
        CHOICE_TESTS,
        column("person__sex"),
        choices=lambda: Sex.choices,
        phrases={"is": _("are %(value)s")},
    ),
    Field(
        "birth_on", _("date of birth"), "person", DAY_TESTS, column("person__birth_on", empty=None)
    ),
    Field(
        "age",
        _("age"),
        "person",
        ("at_least", "under"),
        _age,
        phrases={
            "at_least": _("are %(value)s or older"),
            "under": _("are not %(value)s yet"),
        },
    ),
    Field("department", _("department"), "person", TEXT_TESTS, column("person__department")),
    Field(
        "education",
        _("education"),
        "person",
        CHOICE_TESTS,
        column("person__education"),
        choices=lambda: EDUCATIONS,
    ),
    Field(
        "employment",
        _("form of employment"),
        "person",
        CHOICE_TESTS,
        column("person__employment"),
        choices=lambda: EMPLOYMENTS,
    ),
    Field(
        "is_migrant",
        _("migrant worker"),
        "person",
        ("yes", "no", "unknown"),
        column("person__is_migrant", empty=None),
        phrases={
            "yes": _("are migrant workers"),
            "no": _("are no migrant workers"),
            "unknown": _("may or may not be migrant workers"),
        },
    ),
    Field(
        "works_since",
        _("first day at work"),
        "person",
        DAY_TESTS,
        column("person__works_since", empty=None),
    ),
    Field("remark", _("remark"), "person", TEXT_TESTS, column("person__remark")),
    Field(
        "account",
        _("account"),
        "person",
        ("without", "has"),
        _account,
        phrases={"without": _("have no account here"), "has": _("have an account here")},
    ),
    Field(
        "sign_in",
        _("last sign-in"),
        "person",
        ("never", "given", "last_days", "longer_ago"),
        _signed_in,
        phrases={
            "never": _("have never signed in"),
            "given": _("have signed in at least once"),
            "last_days": _("have signed in within the last %(value)s days"),
            "longer_ago": _("have not signed in for %(value)s days or ever"),
        },
    ),
)
MEMBERSHIP = (
    Field("from_on", _("joining day"), "membership", DAY_TESTS[:4], column("from_on")),
    Field(
        "from_known",
        _("joining day is known"),
        "membership",
        ("no", "yes"),
        column("from_known"),
        phrases={
            "no": _("joined on a day nobody wrote down"),
            "yes": _("joined on a day that is written down"),
        },
    ),
    Field(
        "until_on",
        _("end of membership"),
        "membership",
        (*DAY_TESTS, "next_days"),
        column("until_on", empty=None),
    ),
    Field(
        "begun_by",
        _("how it began"),
        "membership",
        ("is", "is_not"),
        column("begun_by"),
        choices=lambda: Begun.choices,
        phrases={
            "is": _("came into the register thus: %(value)s"),
            "is_not": _("did not come into the register thus: %(value)s"),
        },
    ),
    Field(
        "roster",
        _("imported roster"),
        "membership",
        ("has", "without", "contains", "lacks"),
        _roster,
        phrases={
            "has": _("came with an imported roster"),
            "without": _("came with no imported roster"),
            "contains": _("came with a roster whose file is called “%(value)s”"),
            "lacks": _("did not come with a roster whose file is called “%(value)s”"),
        },
    ),
    Field(
        "other_union",
        _("another union at the same time"),
        "membership",
        ("has", "without"),
        _other_union,
        phrases={
            "has": _("are members of another union too"),
            "without": _("are members of no other union"),
        },
    ),
)
OFFICE = (
    Field(
        "office",
        _("office"),
        "office",
        ("holds", "expired", "never_held"),
        _office,
        choices=lambda: [(code, office.title) for code, office in OFFICES.items()],
        any_value=ANY_OFFICE,
        phrases={
            "holds": _("hold an office (%(value)s)"),
            "expired": _("held an office that has ended (%(value)s)"),
            "never_held": _("have never held an office (%(value)s)"),
        },
    ),
    Field(
        "office_ends",
        _("end of the office"),
        "office",
        ("next_days",),
        _office_ends,
        phrases={"next_days": _("hold an office that ends within %(value)s days")},
    ),
)
UNIT = (
    Field(
        "unit",
        _("union"),
        "unit",
        ("within", "outside"),
        _unit,
        phrases={
            "within": _("belong to %(value)s or below it"),
            "outside": _("belong elsewhere than %(value)s"),
        },
    ),
    Field(
        "unit_kind",
        _("kind of union"),
        "unit",
        ("is", "is_not"),
        column("organisation__kind"),
        choices=lambda: [(code, kind.title) for code, kind in KINDS.items() if kind.holds_members],
        phrases={
            "is": _("belong to a union of the kind %(value)s"),
            "is_not": _("belong to no union of the kind %(value)s"),
        },
    ),
    Field(
        "unit_name",
        _("name of the union"),
        "unit",
        ("contains", "lacks"),
        column("organisation__name"),
    ),
)
for each in (*PERSON, *MEMBERSHIP, *OFFICE, *UNIT):
    register(each)
