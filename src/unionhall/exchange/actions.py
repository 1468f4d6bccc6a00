"""What is done with an import: taken in, checked, applied, dismissed, undone."""

import hashlib
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.clock import now
from unionhall.core.errors import Refused
from unionhall.exchange import store
from unionhall.exchange.adding import AtOnce, add_all, stale
from unionhall.exchange.bulk import Behind, uncollected
from unionhall.exchange.checking import BATCH, Report, check
from unionhall.exchange.kinds import KINDS, batches
from unionhall.exchange.models import Chunk, Import
from unionhall.exchange.staging import Stager
from unionhall.history.actions import act, record

State = Import.State
ABANDONED_AFTER = timedelta(days=1)


@act
def take_in(
    content: bytes,
    file_name: str,
    *,
    kind: str,
    organisation_id: int,
    by: User | None,
    on: date,
    by_label: str = "",
    keep_file: bool = True,
) -> Import:
    """Begin an import of a sheet; the sheet is kept sealed until it is applied or dismissed."""
    importing = Import.objects.create(
        kind=kind,
        organisation_id=organisation_id,
        on=on,
        file_name=file_name.replace("\\", "/").rsplit("/", 1)[-1][-200:],
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=by,
        by_label=by_label,
        at=now(),
    )
    if keep_file:
        store.write(importing.uid, content)
    return importing


@uncollected()
def stage(importing: Import, content: bytes) -> Report | None:
    """Check a sheet and keep every row with its fate; None when it cannot be read, the reason in `problem`.

    Nothing of the register changes; checked again, the newer rows replace the older.
    """
    importing.chunks.all().delete()
    kind, stager = KINDS[importing.kind], Stager(importing)
    mark, guessed = (
        kind.mark(),
        max(1, len(content) // 60),
    )  # nobody knows the rows before they are read
    try:
        report = check(
            content,
            importing.file_name,
            kind=kind,
            place_id=importing.organisation_id,
            on=importing.on,
            chosen=importing.chosen,
            taking=stager,
            tell=lambda done: store.tell(importing.uid, done, max(done, guessed)),
        )
    except Refused as refusal:
        problem = {"reason": refusal.reason, "instead": refusal.instead}
        _note(importing, State.FAILED, problem=problem, counts={}, sheets=[])
        return None
    stager.finish()
    facts = {"counts": report.counts, "sheets": report.plain_sheets(), "seen_at": mark}
    _note(importing, State.READY, problem={}, **facts)
    return report


def _note(importing: Import, state: str, **facts) -> None:
    if not _move(importing, Import.OPEN, state, **facts):
        importing.chunks.all().delete()
        raise Refused(_("This import has been dismissed or applied meanwhile."))


def _move(importing: Import, states: tuple, to: str, **facts) -> bool:
    """Change the state if it is one of those given; whether it was. Of two who try, one succeeds."""
    changed = Import.objects.filter(pk=importing.pk, state__in=states).update(state=to, **facts)
    importing.refresh_from_db()
    return bool(changed)


@act
def choose_columns(importing: Import, chosen: dict, *, by: User, on: date) -> None:
    """Say by sheet which column holds which field ({sheet: {field: column}}); it must be checked again then."""
    if not _move(importing, (State.READY, State.FAILED), State.CHECKING, chosen=chosen):
        raise Refused(_("This import has been dismissed or applied meanwhile."))


@act
def ask_to_apply(importing: Import, *, by: User, on: date) -> None:
    """Let a worker apply an import."""
    if not _move(importing, (State.READY,), State.APPLYING, applied_by=by):
        raise _beaten(importing)


@act
def ask_to_undo(importing: Import, *, by: User, on: date) -> None:
    """Let a worker undo an import."""
    if not _move(importing, (State.APPLIED,), State.UNDOING):
        raise _not_undoable()


def apply(importing: Import, *, by: User | None, on: date, by_label: str = "") -> Import:
    """Add every accepted row to the register: all of them, or none when anything stands in the way."""
    try:
        done = _apply(importing, by=by, on=on, by_label=by_label)
    except (Refused, IntegrityError) as error:
        _move(importing, (State.APPLYING,), State.READY, applied_by=None)
        if isinstance(error, IntegrityError):
            raise stale() from error
        raise
    store.remove(importing.uid)
    return done


@uncollected()
@act
def _apply(importing: Import, *, by: User | None, on: date, by_label: str) -> Import:
    facts = {"applied_by": by, "applied_at": now(), "digest": bytes(32)}
    if not _move(importing, (State.READY, State.APPLYING), State.APPLIED, **facts):
        raise _beaten(importing)
    KINDS[importing.kind].lock(importing.organisation_id)
    added, digest = add_all(importing)
    if not added:
        raise Refused(_("There is nothing to add: every row is registered already or was refused."))
    Chunk.objects.filter(importing=importing).delete()
    _applied(importing, added, digest, by=by, on=on, by_label=by_label)
    return importing


@uncollected()
@act
def apply_at_once(
    importing: Import, content: bytes, *, by: User | None, on: date, by_label: str = ""
) -> Report:
    """Check a sheet and add its rows in one go; where there is nothing to add, the import is taken back."""
    kind = KINDS[importing.kind]
    kind.lock(importing.organisation_id)
    with Behind() as behind:
        adding = AtOnce(importing, behind)
        place, name = importing.organisation_id, importing.file_name
        report = check(content, name, kind=kind, place_id=place, on=importing.on, taking=adding)
    if not adding.added:
        importing.delete()
        return report
    digest = adding.whole.digest()
    facts = {"applied_by": by, "applied_at": now(), "digest": digest, "counts": report.counts}
    _move(importing, (State.CHECKING,), State.APPLIED, sheets=report.plain_sheets(), **facts)
    _applied(importing, adding.added, digest, by=by, on=on, by_label=by_label)
    return report


def _applied(importing: Import, added: int, digest: bytes, *, by, on: date, by_label: str) -> None:
    _move(importing, (State.APPLIED,), State.APPLIED, digest=digest)
    facts = {"file": importing.sha256, "rows": importing.counts, "added": added}
    _record(
        importing, "imported", facts | {"digest": digest.hex()}, by=by, on=on, by_label=by_label
    )


def _record(importing: Import, verb: str, facts: dict, *, by, on: date, by_label: str) -> None:
    record(
        importing.chain,
        f"{importing.kind}.{verb}",
        by=by,
        subject=importing,
        facts=facts,
        on=on,
        by_label=by_label,
    )


def _beaten(importing: Import) -> Refused:
    if importing.state in (State.APPLYING, State.APPLIED, State.UNDOING, State.UNDONE):
        who = str(importing.applied_by or importing.by_label or _("Somebody else"))
        return Refused(_("%(who)s has already applied this import.") % {"who": who})
    state = importing.get_state_display()
    return Refused(_("This import cannot be applied any more: %(state)s.") % {"state": state})


@act
def dismiss(importing: Import, *, by: User | None, on: date) -> None:
    """Give an import up before it is applied: its sheet and rows are deleted."""
    if not _move(importing, Import.DISMISSIBLE, State.DISMISSED):
        raise Refused(_("This import has been applied or dismissed already."))
    Chunk.objects.filter(importing=importing).delete()
    transaction.on_commit(lambda: store.remove(importing.uid))


def dismiss_abandoned(*, on: date) -> int:
    """Dismiss imports that nobody applied within a day; how many."""
    abandoned = Import.objects.abandoned(since=now() - ABANDONED_AFTER)
    for importing in abandoned:
        dismiss(importing, by=None, on=on)
    return len(abandoned)


@uncollected()
@act
def undo(importing: Import, *, by: User | None, on: date, by_label: str = "") -> dict[str, int]:
    """Take back what an import added, but for what was changed since or is in use.

    How many were `removed`, and how many were kept, by reason.
    """
    if not _move(importing, (State.APPLIED, State.UNDOING), State.UNDONE, undone_at=now()):
        raise _not_undoable()
    kind, removed = KINDS[importing.kind], 0
    kept: dict[str, int] = {}
    for batch in batches(importing.lines.order_by("pk").iterator(chunk_size=BATCH), BATCH):
        left = kind.remove(batch)
        removed += len(batch) - len(left)
        for reason in set(left.values()):
            subjects = [subject for subject, why in left.items() if why == reason]
            importing.lines.filter(subject_id__among=subjects).update(kept=reason)
            kept[reason] = kept.get(reason, 0) + len(subjects)
        store.tell(importing.uid, removed + sum(kept.values()), importing.rows)
    _record(
        importing,
        "import_undone",
        {"removed": removed, "kept": kept},
        by=by,
        on=on,
        by_label=by_label,
    )
    transaction.on_commit(lambda: store.remove(importing.uid))
    return {"removed": removed, **kept}


def _not_undoable() -> Refused:
    return Refused(_("Only an import that has been applied can be undone, and only once."))
