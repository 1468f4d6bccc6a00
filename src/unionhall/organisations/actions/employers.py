"""Acts on employers and the joint unions that cover them."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from unionhall.core.errors import Refused
from unionhall.history.actions import act, record
from unionhall.organisations import signals
from unionhall.organisations.actions.tree import correct, label_of, refuse_closed
from unionhall.organisations.models import Coverage, Employer, Organisation

FIELDS = (
    *("name", "credit_code", "division", "trade", "industry", "ownership", "size"),
    *("workers", "workers_on", "address", "contact"),
)


@act
def add_employer(
    employer: Employer, *, by, on: date, union: Organisation | None = None
) -> Employer:
    """Enter an unsaved employer, and tie its union to it; raises Refused for a wrong or known credit code."""
    employer.kept_by = employer.kept_by or union
    _refuse_unclean(employer)
    _save(employer)
    facts = {"name": employer.name, "credit_code": employer.credit_code or ""}
    record(employer.chain, "employers.added", by=by, subject=employer, facts=facts, on=on)
    if union is not None and union.kind == "joint_union":
        begin_coverage(union, employer, by=by, on=on)
    elif union is not None:
        correct(union, division=union.division, employer=employer, by=by, on=on)
    return employer


@act
def correct_employer(employer: Employer, *, by, on: date) -> Employer:
    """Keep an employer's changed facts; raises Refused for a wrong or known credit code."""
    was = Employer.objects.get(pk=employer.pk)
    _refuse_unclean(employer)
    changed = {
        name: [str(old or ""), str(new or "")]
        for name in FIELDS
        if (old := getattr(was, name)) != (new := getattr(employer, name))
    }
    if not changed:
        return employer
    _save(employer)
    record(employer.chain, "employers.corrected", by=by, subject=employer, facts=changed, on=on)
    return employer


@act
def begin_coverage(organisation: Organisation, employer: Employer, *, by, on: date) -> Coverage:
    """Let a joint union gather the employer's workers from the day on; raises Refused."""
    refuse_closed(organisation)
    if organisation.kind != "joint_union":
        raise Refused(
            _("Only a joint union gathers several employers."),
            instead=_("Tie an enterprise union to its employer on its own page."),
        )
    if on < organisation.opened_on:
        raise Refused(_("The joint union did not exist on that day."))
    covered = employer.coverages.unfinished(on=on)
    if other := covered.select_related("organisation").first():
        raise Refused(_("%s gathers this employer's workers already.") % other.organisation)
    coverage = Coverage.objects.create(organisation=organisation, employer=employer, from_on=on)
    facts = {"employer": employer.pk}
    record(
        organisation.chain,
        "organisations.coverage_begun",
        by=by,
        subject=organisation,
        facts=facts,
        on=on,
    )
    told = {"employer": employer, "union": organisation, "by": by, "on": on}
    signals.employer_covered.send(Organisation, **told)
    return coverage


@act
def end_coverage(coverage: Coverage, *, by, on: date) -> Coverage:
    """Let a joint union gather the employer's workers no longer; raises Refused when it has ended."""
    won = Coverage.objects.filter(pk=coverage.pk, until_on=None, from_on__lte=on).update(
        until_on=on
    )
    if not won:
        raise Refused(_("That has already ended."))
    coverage.refresh_from_db()
    facts = {"employer": coverage.employer_id}
    record(
        coverage.organisation.chain,
        "organisations.coverage_ended",
        by=by,
        subject=coverage.organisation,
        facts=facts,
        on=on,
    )
    return coverage


def _refuse_unclean(employer: Employer) -> None:
    employer.credit_code = (employer.credit_code or "").strip().upper() or None
    try:
        employer.full_clean(validate_unique=False)
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Refused(f"{label_of(Employer, field)}: {' '.join(messages)}") from error


def _save(employer: Employer) -> None:
    try:
        with transaction.atomic():
            employer.save()
    except IntegrityError as error:
        raise Refused(
            _("Another employer has the credit code %s.") % employer.credit_code
        ) from error
