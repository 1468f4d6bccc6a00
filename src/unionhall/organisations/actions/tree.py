"""Acts on the tree: add, rename, correct, move, close."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max, Model, Q, Value
from django.db.models.functions import Concat, Length, Substr
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.history.actions import act, record
from unionhall.organisations import closing, signals
from unionhall.organisations.fields import LONGEST_PATH, PathField, below
from unionhall.organisations.keys import next_keys
from unionhall.organisations.kinds import KINDS
from unionhall.organisations.models import Division, Employer, Organisation, Placement
from unionhall.organisations.queries import forget_held, gathers
from unionhall.rulebook import rules


@act
def add(
    kind: str,
    parent: Organisation | None,
    code: str,
    name: str,
    *,
    by,
    on: date,
    division: Division | None = None,
    employer: Employer | None = None,
    short_name: str = "",
) -> Organisation:
    """Found an organisation below another, or as a root of its own; raises Refused."""
    refuse_future(on)
    code, name = code.strip(), name.strip()
    _refuse_unknown_kind(kind)
    if parent is not None:
        lock_tree(parent)
        parent.refresh_from_db()
        _refuse_parent(parent, kind, on)
    (key,) = next_keys(Organisation, 1)
    organisation = Organisation(
        pk=key,
        code=code,
        name=name,
        short_name=short_name.strip(),
        kind=kind,
        division=division,
        employer=employer,
        parent=parent,
        path=f"{parent.path if parent else ''}{key}/",
        opened_on=on,
    )
    _refuse_unclean(organisation)
    try:
        with transaction.atomic():
            organisation.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("Another organisation has the code %s.") % code) from error
    Placement.objects.create(
        organisation=organisation, parent=parent, path=organisation.path, from_on=on
    )
    facts = {"code": code, "name": name, "kind": kind, "parent": parent.code if parent else ""}
    record(
        organisation.chain, "organisations.added", by=by, subject=organisation, facts=facts, on=on
    )
    if employer is not None:
        _tell_covered(organisation, by=by, on=on)
    return organisation


@act
def rename(organisation: Organisation, name: str, *, by, on: date, short_name: str | None = None):
    """Give an open organisation another name; raises Refused."""
    refuse_future(on)
    name, old = name.strip(), organisation.name
    changes = {"name": name}
    if short_name is not None:
        changes["short_name"] = short_name.strip()
    if all(getattr(organisation, field) == value for field, value in changes.items()):
        raise Refused(_("It already has that name."))
    was = {field: getattr(organisation, field) for field in changes}
    for field, value in changes.items():
        setattr(organisation, field, value)
    _refuse_unclean(organisation)
    # Conditional update: of two who rename at once, the second is told.
    won = Organisation.objects.open().filter(pk=organisation.pk, name=old).update(**changes)
    if not won:
        raise Refused(_("It was renamed or closed meanwhile. Look at it again."))
    facts = {"from": was, "to": changes}
    record(
        organisation.chain, "organisations.renamed", by=by, subject=organisation, facts=facts, on=on
    )
    return organisation


@act
def correct(
    organisation: Organisation,
    *,
    division: Division | None,
    employer: Employer | None,
    by,
    on: date,
):
    """Say anew in which division it sits and which employer's workers it gathers; raises Refused."""
    refuse_closed(organisation)
    if employer is not None and organisation.kind != "enterprise_union":
        raise Refused(
            _("Only an enterprise union belongs to one employer."),
            instead=_("Let a joint union cover the employer."),
        )
    was = {"division": organisation.division_id, "employer": organisation.employer_id}
    organisation.division, organisation.employer = division, employer
    organisation.save(update_fields=["division", "employer"])
    now = {"division": organisation.division_id, "employer": organisation.employer_id}
    facts = {"from": was, "to": now}
    record(
        organisation.chain,
        "organisations.corrected",
        by=by,
        subject=organisation,
        facts=facts,
        on=on,
    )
    if employer is not None and now["employer"] != was["employer"]:
        _tell_covered(organisation, by=by, on=on)
    return organisation


@act
def move(organisation: Organisation, to: Organisation, *, by, on: date) -> Organisation:
    """Hang an organisation and all below it under another one from the day on; raises Refused."""
    refuse_future(on)
    lock_tree(organisation, to)
    organisation.refresh_from_db()
    to.refresh_from_db()
    _refuse_move(organisation, to, on)
    old, new = organisation.path, f"{to.path}{organisation.pk}/"
    _refuse_too_deep(organisation, len(new) - len(old))
    was = organisation.parent
    Organisation.objects.filter(pk=organisation.pk).update(parent=to)
    _repath(Organisation.objects.below(organisation), old, new)
    _replace(organisation, to, old, new, on)
    organisation.refresh_from_db()
    forget_held(by)
    facts = {"from": was.code if was else "", "to": to.code}
    record(
        organisation.chain, "organisations.moved", by=by, subject=organisation, facts=facts, on=on
    )
    signals.organisation_moved.send(Organisation, organisation=organisation, by=by, on=on)
    return organisation


@act
def close(organisation: Organisation, *, by, on: date) -> Organisation:
    """Close an organisation with nothing left in it; the day is the first on which it is no more."""
    refuse_future(on)
    lock_tree(organisation)
    organisation.refresh_from_db()
    refuse_closed(organisation)
    _refuse_earlier_than_last_change(organisation, on)
    if obstacles := [*_own_obstacles(organisation, on), *closing.obstacles(organisation, on=on)]:
        raise Refused(
            " ".join([_("%s cannot be closed yet.") % organisation, *obstacles]),
            rules.citation("cn.org.dissolution_report"),
        )
    organisation.closed_on = on
    organisation.save(update_fields=["closed_on"])
    for rows in (
        organisation.placements,
        organisation.bodies,
        organisation.coverages,
        organisation.affiliations,
    ):
        rows.filter(Q(until_on=None) | Q(until_on__gt=on), from_on__lte=on).update(until_on=on)
    record(organisation.chain, "organisations.closed", by=by, subject=organisation, on=on)
    signals.organisation_closed.send(Organisation, organisation=organisation, by=by, on=on)
    return organisation


def lock_tree(*organisations: Organisation) -> None:
    """Let one act at a time change the trees the organisations stand in.

    A new unit's path is reckoned from its parent's, so nobody may move the parent meanwhile.
    """
    roots = {organisation.path.split("/")[0] + "/" for organisation in organisations}
    rows = Organisation.objects.filter(path__in=roots).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))


def refuse_future(on: date) -> None:
    """Permission asks for today's tree, so what changes it may not lie ahead."""
    if on > today():
        raise Refused(
            _("%s lies in the future.") % date_format(on), instead=_("Do it on the day itself.")
        )


def refuse_closed(organisation: Organisation) -> None:
    """Nothing changes in a closed organisation."""
    if organisation.closed_on is not None:
        raise Refused(
            _("%(name)s was closed on %(day)s.")
            % {"name": organisation, "day": date_format(organisation.closed_on)}
        )


def _tell_covered(organisation: Organisation, *, by, on: date) -> None:
    employer = organisation.employer
    told = {"employer": employer, "union": organisation, "by": by, "on": on}
    signals.employer_covered.send(Organisation, **told)


def _refuse_unknown_kind(kind: str) -> None:
    if kind not in KINDS:
        raise Refused(
            _("There is no kind “%(kind)s”; there are: %(kinds)s.")
            % {"kind": kind, "kinds": ", ".join(KINDS)}
        )


def _refuse_parent(parent: Organisation, kind: str, on: date) -> None:
    refuse_closed(parent)
    if kind not in parent.kind_facts.children:
        allowed = ", ".join(KINDS[code].title for code in parent.kind_facts.children) or _(
            "nothing"
        )
        raise Refused(
            _("Below %(parent)s (%(parent_kind)s) no %(kind)s may hang; allowed: %(allowed)s.")
            % {
                "parent": parent,
                "parent_kind": parent.kind_facts.title,
                "kind": KINDS[kind].title,
                "allowed": allowed,
            },
            rules.citation("cn.org.upper_approval"),
        )
    _refuse_earlier_than_last_change(parent, on)


def _refuse_earlier_than_last_change(organisation: Organisation, on: date) -> None:
    """Where it hung before its last move is history; no act may reach behind it."""
    last = organisation.placements.order_by("-from_on").values_list("from_on", flat=True).first()
    if last and on < last:
        raise Refused(
            _("%(name)s has its place only since %(day)s; the date may not lie before.")
            % {"name": organisation, "day": date_format(last)}
        )


def label_of(model: type[Model], name: str) -> str:
    """What a form calls the field."""
    return str(getattr(model._meta.get_field(name), "verbose_name", name))


def _refuse_unclean(organisation: Organisation) -> None:
    try:
        organisation.clean_fields(exclude=["parent", "division", "employer", "path"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Refused(f"{label_of(Organisation, field)}: {' '.join(messages)}") from error
    if Organisation.objects.filter(code=organisation.code).exclude(pk=organisation.pk).exists():
        raise Refused(_("Another organisation has the code %s.") % organisation.code)
    _refuse_too_deep(organisation, 0)


def _refuse_too_deep(organisation: Organisation, growth: int) -> None:
    rows = Organisation.objects.below(organisation)
    longest = rows.aggregate(longest=Max(Length("path")))["longest"] or 0
    if max(longest, len(organisation.path)) + growth > LONGEST_PATH:
        raise Refused(_("The tree would become too deep there."))


def _refuse_move(organisation: Organisation, to: Organisation, on: date) -> None:
    refuse_closed(organisation)
    if to.lies_below(organisation):
        raise Refused(_("%s cannot hang below itself.") % organisation)
    if organisation.parent_id == to.pk:
        raise Refused(_("It already hangs there."))
    if gathers(organisation, to):
        raise Refused(
            _("%(union)s is affiliated to %(name)s or something below it.")
            % {"union": to, "name": organisation},
            instead=_("End the affiliation first."),
        )
    _refuse_parent(to, organisation.kind, on)
    _refuse_earlier_than_last_change(organisation, on)
    low, high = below(organisation.path)
    later = Placement.objects.filter(path__gte=low, path__lt=high, until_on__gt=on)
    if last := later.order_by("-until_on").values_list("until_on", flat=True).first():
        raise Refused(
            _("Something below it moved or closed on %s; the date may not lie before.")
            % date_format(last)
        )


def _own_obstacles(organisation: Organisation, on: date) -> list[str]:
    found = []
    children = organisation.children.filter(Q(closed_on=None) | Q(closed_on__gt=on))
    if first := children.order_by("code").first():
        found.append(
            _("%s and perhaps others below it are open: close or move them first.") % first
        )
    affiliates = organisation.affiliates.unfinished(on=on)
    if affiliate := affiliates.select_related("organisation").order_by("pk").first():
        found.append(
            _("%s and perhaps others are affiliated to it: end that first.")
            % affiliate.organisation
        )
    mandates = organisation.mandates.unfinished(on=on)
    if mandate := mandates.select_related("user").order_by("pk").first():
        found.append(
            _("%(person)s still holds an office there (%(office)s): end the mandates first.")
            % {"person": mandate.user, "office": mandate.office_title}
        )
    return found


def _repath(rows, old: str, new: str) -> None:
    """Rewrite the beginning of every path in one statement."""
    tail = Substr("path", len(old) + 1)
    rows.update(path=Concat(Value(new), tail, output_field=PathField()))


def _replace(organisation: Organisation, to: Organisation, old: str, new: str, on: date) -> None:
    """End today's placements of the subtree on the day and begin those at the new place, set-wise."""
    low, high = below(old)
    current = Placement.objects.filter(path__gte=low, path__lt=high, until_on=None)
    before = current.filter(from_on__lt=on)
    ending = list(before.values_list("organisation", "parent", "path"))
    before.update(until_on=on)
    # What began that day or later has never hung at the old place.
    _repath(current, old, new)
    Placement.objects.bulk_create(
        (
            Placement(
                organisation_id=unit, parent_id=parent, path=new + path[len(old) :], from_on=on
            )
            for unit, parent, path in ending
        ),
        batch_size=2000,
    )
    Placement.objects.filter(organisation=organisation, until_on=None).update(parent=to)
