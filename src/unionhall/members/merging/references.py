"""What points to a person or to a membership, in every app; a test fails for anything not named here."""

from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import Model

from unionhall.members.merging.ledger import Ledger
from unionhall.members.models import Person

# Rows with subject_type and subject_id follow the person or membership they are about.
GENERIC = (
    *("duties.duty", "notifications.message", "documents.attachment"),
    *("papers.paper", "papers.item"),
)
# What stays with the old file, and why: nothing of it is lost, since the kept file's pages ask for both.
STAYS = {
    "duties.deskline": "what lay on a desk that was handed over: requests and duties, never a file",
    "urgent.linkedrow": "what an urgent matter is linked with: a request, a dispute or a hazard, never a file",
    "history.entry": "the record is append-only; trail and readings of both files are shown together",
    "exchange.line": "what an import added: the import's own undo then finds the row changed",
    "exchange.exported": "in which lists the row stood; shown together with the kept file's",
    "members.merge": "the merge itself",
    "members.duplicate": "pairs of files; those with a file that is gone are shown no more",
    "members.token": "made anew for the memberships that move",
}


def relations(model: type[Model]) -> list[Any]:
    """The foreign keys of all apps that lead to the model, but for those that stay."""
    found: list[Any] = [
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete
    ]
    return [
        relation.field
        for relation in found
        if relation.related_model is not Person
        and relation.related_model._meta.label_lower not in STAYS
    ]


def repoint(
    ledger: Ledger, model: type[Model], old: int, new: int, *, but: frozenset[str] = frozenset()
) -> None:
    """Let everything that points to one row point to another.

    Where only one may point there (a draft, say) and one does, the old file keeps its own.
    """
    for field in relations(model):
        target = field.model
        if target._meta.label_lower in but:
            continue
        rows = target._base_manager.filter(**{field.attname: old}).order_by("pk")
        for pk in list(rows.values_list("pk", flat=True)):
            try:
                with transaction.atomic():
                    values: dict[str, Any] = {field.attname: new}
                    ledger.change(target, pk, **values)
            except IntegrityError:
                continue
    kind = model._meta.label_lower
    for label in GENERIC:
        target = apps.get_model(label)
        rows = target._base_manager.filter(subject_type=kind, subject_id=old).order_by("pk")
        for pk in list(rows.values_list("pk", flat=True)):
            ledger.change(target, pk, subject_id=new)


def pointing(model: type[Model], pk: int) -> list[str]:
    """What still points to a row, by the models' names in forms."""
    return sorted(
        {
            str(field.model._meta.verbose_name)
            for field in relations(model)
            if field.model._base_manager.filter(**{field.attname: pk}).exists()
        }
    )
