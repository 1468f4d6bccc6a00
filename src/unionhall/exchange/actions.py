"""What is done with an import: taken in, checked, applied, dismissed, undone."""

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from itertools import chain

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.clock import now
from unionhall.core.errors import Refused
from unionhall.exchange import store
from unionhall.exchange.bulk import Behind, copy_in, uncollected
from unionhall.exchange.checking import Report, Row, check
from unionhall.exchange.kinds import ACCEPTED, KINDS, SAME_PERSON, Added, Addition, batches
from unionhall.exchange.models import Chunk, Import, Line
from unionhall.exchange.staging import Stager, rows
from unionhall.history.actions import act, record

State = Import.State
AT_ONCE = 5000  # rows added together
ABANDONED_AFTER = timedelta(days=1)


class Stale(Refused):
    """The register has changed since the rows were checked."""


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
    mark = KINDS[importing.kind].mark()
    stager = Stager(importing)
    total = max(1, len(content) // 60)  # until the sheets have been read nobody knows
    try:
        report = check(
            content,
            importing.file_name,
            kind=KINDS[importing.kind],
            place_id=importing.organisation_id,
            on=importing.on,
            chosen=importing.chosen,
            keep=stager.keep,
            tell=lambda done: store.tell(importing.uid, done, max(done, total)),
        )
    except Refused as refusal:
        _note(
            importing, State.FAILED, problem={"reason": refusal.reason, "instead": refusal.instead}
        )
        return None
    stager.finish()
    facts = {"counts": report.counts, "sheets": report.plain_sheets(), "seen_at": mark}
    _note(importing, State.READY, problem={}, **facts)
    return report


def _note(importing: Import, state: str, **facts) -> None:
    changed = Import.objects.filter(pk=importing.pk, state__in=Import.OPEN).update(
        state=state, **facts
    )
    if not changed:
        raise Refused(_("This import has been dismissed or applied meanwhile."))
    importing.refresh_from_db()


def apply(importing: Import, *, by: User | None, on: date, by_label: str = "") -> Import:
    """Add every accepted row to the register: all of them, or none when anything stands in the way."""
    try:
        done = _apply(importing, by=by, on=on, by_label=by_label)
    except (Refused, IntegrityError) as error:
        Import.objects.filter(pk=importing.pk, state=State.APPLYING).update(state=State.READY)
        if isinstance(error, IntegrityError):
            raise _stale() from error
        raise
    store.remove(importing.uid)
    return done


@uncollected()
@act
def _apply(importing: Import, *, by: User | None, on: date, by_label: str) -> Import:
    won = Import.objects.filter(pk=importing.pk, state__in=[State.READY, State.APPLYING]).update(
        state=State.APPLIED, applied_by=by, applied_at=now(), digest=bytes(32)
    )
    if not won:
        raise _beaten(importing)
    KINDS[importing.kind].lock(importing.organisation_id)
    added, digest = _add_all(importing)
    if not added:
        raise Refused(_("There is nothing to add: every row is registered already or was refused."))
    Import.objects.filter(pk=importing.pk).update(digest=digest)
    Chunk.objects.filter(importing=importing).delete()
    importing.refresh_from_db()
    record(
        importing.chain,
        f"{importing.kind}.imported",
        by=by,
        subject=importing,
        facts={
            "file": importing.sha256,
            "rows": importing.counts,
            "added": added,
            "digest": digest.hex(),
        },
        on=on,
        by_label=by_label,
    )
    return importing


def _add_all(importing: Import) -> tuple[int, bytes]:
    """Add every row that acts; how many, and the digest over all their lines."""
    added, whole = 0, hashlib.sha256()
    total = importing.counts[ACCEPTED] + importing.counts[SAME_PERSON]
    with Behind() as behind:
        unmoved = behind.do(KINDS[importing.kind].mark).result() == importing.seen_at
        coming = _additions(importing, unmoved)
        fetched = behind.do(lambda: next(coming, None))
        while (found := fetched.result()) is not None:
            batch, addition = found
            fetched = behind.do(lambda: next(coming, None))
            lines = addition.make()
            behind.do(addition.write)
            behind.do(partial(_write_lines, importing, batch, lines))
            whole.update(b"".join(line.digest for line in lines))
            added += len(batch)
            store.tell(importing.uid, added, total)
    return added, whole.digest()


def _additions(importing: Import, unmoved: bool) -> Iterator[tuple[list[Row], Addition]]:
    """The rows that act in batches, still as they were previewed. Where nothing was added since, nobody
    new can have become somebody known.
    """
    kind = KINDS[importing.kind]
    kept = chain(rows(importing, ACCEPTED), rows(importing, SAME_PERSON))
    for batch in batches((row for row in kept if row.acts), AT_ONCE):
        if not unmoved or any(row.told for row in batch):
            run = kind.run(importing.organisation_id, importing.on)
            fates = run.match([row.record for row in batch])
            if any(f[1:] != (row.told, row.acts) for f, row in zip(fates, batch, strict=True)):
                raise _stale()
        told = [(row.record, row.told) for row in batch]
        yield batch, kind.addition(importing.organisation_id, told, importing.on)


def _write_lines(importing: Import, batch: list[Row], lines: list[Added]) -> None:
    columns = ("importing_id", "sheet", "row", "subject_id", "what", "digest", "kept")
    made = (
        (importing.pk, row.sheet, row.row, line.subject_id, line.what, line.digest, "")
        for row, line in zip(batch, lines, strict=True)
    )
    copy_in(Line, columns, made)


def _stale() -> Stale:
    return Stale(
        _("The register has changed since these rows were checked. Nothing was added."),
        instead=_("Look at the new preview and apply it."),
    )


def _beaten(importing: Import) -> Refused:
    current = Import.objects.select_related("applied_by").get(pk=importing.pk)
    if current.state in (State.APPLIED, State.UNDONE) and current.applied_at:
        who = str(current.applied_by or current.by_label or _("Somebody else"))
        return Refused(_("%(who)s has already applied this import.") % {"who": who})
    return Refused(
        _("This import is %(state)s; it cannot be applied.")
        % {"state": current.get_state_display()}
    )


@act
def dismiss(importing: Import, *, by: User | None, on: date) -> None:
    """Give an import up before it is applied: its sheet and rows are deleted."""
    won = Import.objects.filter(pk=importing.pk, state__in=Import.OPEN).update(
        state=State.DISMISSED
    )
    if not won:
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
    """Take back what an import added, but for what was changed since or is in use; how many were kept, by reason."""
    won = Import.objects.filter(pk=importing.pk, state=State.APPLIED).update(
        state=State.UNDONE, undone_at=now()
    )
    if not won:
        raise Refused(_("Only an import that has been applied can be undone, and only once."))
    kind, kept, removed = KINDS[importing.kind], {}, 0
    for batch in batches(importing.lines.order_by("pk").iterator(chunk_size=AT_ONCE), AT_ONCE):
        left = kind.remove(batch)
        removed += len(batch) - len(left)
        for reason in set(left.values()):
            subjects = [subject for subject, why in left.items() if why == reason]
            importing.lines.filter(subject_id__in=subjects).update(kept=reason)
            kept[reason] = kept.get(reason, 0) + len(subjects)
    importing.refresh_from_db()
    record(
        importing.chain,
        f"{importing.kind}.import_undone",
        by=by,
        subject=importing,
        facts={"removed": removed, "kept": kept},
        on=on,
        by_label=by_label,
    )
    return {"removed": removed, **kept}
