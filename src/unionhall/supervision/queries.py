"""What the pages of supervision show."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Max, Min, Q, QuerySet

from unionhall.access.grants import offices_with
from unionhall.access.scope import Scope
from unionhall.accounts.models import User
from unionhall.cases.queries import readable_by
from unionhall.documents.models import Attachment
from unionhall.organisations.models import Employer, Mandate, Organisation
from unionhall.supervision.models import Finding, Hazard, Inspection, Letter, Matter

OPEN = Q(findings__state=Finding.State.OPEN)


def matters(held: Scope) -> QuerySet[Matter]:
    """Matters of the scope with what their list shows: findings open and all, the next answer's day."""
    waiting = Q(letters__answered_on=None, letters__missed_on=None)
    return (
        Matter.objects.within(held)
        .select_related("organisation", "employer")
        .annotate(
            found=Count("findings", distinct=True),
            left=Count("findings", distinct=True, filter=OPEN),
            sent=Count("letters", distinct=True),
            answer_due=Min("letters__due_on", filter=waiting),
            missed=Max("letters__missed_on"),
        )
    )


def letters(held: Scope) -> QuerySet[Letter]:
    """Letters of the scope."""
    return Letter.objects.within(held).select_related("matter__employer", "union")


def able_to_inspect(units: Iterable[Organisation], *, on: date) -> QuerySet[User]:
    """Who holds an office that inspects in one of the units, or above."""
    paths = {path for unit in units for path in [*unit.ancestor_paths, unit.path]}
    held = Mandate.objects.in_force(on=on).filter(
        organisation__path__in=paths, office__in=offices_with("supervision.sign")
    )
    rows = User.objects.filter(pk__in=held.values("user"), is_active=True)
    return rows.order_by("name", "pk")


def files_of(rows: Iterable) -> dict[int, list[Attachment]]:
    """The files of rows of one model, by their keys; one question for all."""
    rows = list(rows)
    if not rows:
        return {}
    found: dict[int, list[Attachment]] = {row.pk: [] for row in rows}
    kind = rows[0]._meta.label_lower
    for file in Attachment.objects.filter(subject_type=kind, subject_id__in=found).order_by("pk"):
        found[file.subject_id].append(file)
    return found


def with_files(rows: Iterable) -> list:
    """The rows, each with its `files`."""
    rows = list(rows)
    found = files_of(rows)
    for row in rows:
        row.files = found[row.pk]
    return rows


def case_for(matter: Matter, user):
    """The request behind the matter, where this reader may open it; else None."""
    return readable_by(user).filter(pk=matter.case_id).first() if matter.case_id else None


def history_of(employer: Employer, held: Scope) -> dict[str, list]:
    """All that unions of the scope did about an employer, the newest first."""
    return {
        "inspections": list(
            Inspection.objects.within(held)
            .filter(employer=employer)
            .select_related("organisation", "employer")
            .order_by("-planned_on", "-pk")[:100]
        ),
        "matters": list(matters(held).filter(employer=employer).order_by("-begun_on", "-pk")[:100]),
        "letters": list(
            letters(held).filter(matter__employer=employer).order_by("-issued_on", "-pk")[:200]
        ),
        "hazards": list(
            Hazard.objects.within(held).filter(employer=employer).order_by("-noted_on", "-pk")[:100]
        ),
    }


def attachment_in(matter_or_row, uid) -> Attachment | None:
    """A file of the row itself, or of what belongs to it."""
    subjects = {(matter_or_row._meta.label_lower, matter_or_row.pk)}
    for name in ("findings", "letters", "visits"):
        if hasattr(matter_or_row, name):
            rows = getattr(matter_or_row, name)
            kind = rows.model._meta.label_lower
            subjects |= {(kind, pk) for pk in rows.values_list("pk", flat=True)}
    found = Attachment.objects.filter(uid=uid).first()
    return found if found and (found.subject_type, found.subject_id) in subjects else None
