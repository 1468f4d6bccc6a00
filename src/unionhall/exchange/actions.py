"""What is done with an import: taken in, checked, applied, dismissed, undone."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.clock import now
from unionhall.core.errors import Refused
from unionhall.exchange import store
from unionhall.exchange.adding import AtOnce, Done, bring, stale
from unionhall.exchange.bulk import Behind, uncollected
from unionhall.exchange.checking import BATCH, Report, check
from unionhall.exchange.choices import MOST_ROWS, Choices
from unionhall.exchange.kinds import KINDS, batches
from unionhall.exchange.memory import memory_of, remember
from unionhall.exchange.models import Chunk, Import, Line
from unionhall.exchange.rest import leave_rest
from unionhall.exchange.staging import Stager
from unionhall.history.actions import act, record

State = Import.State
ABANDONED_AFTER = timedelta(days=1)
ASKED_AFTER = timedelta(days=7)  # a second officer may be away


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
    fields: Sequence[str] = (),
) -> Import:
    """Begin an import of a sheet; the sheet is kept sealed until it is applied or dismissed.

    `fields` will be taken from it for those who are registered already.
    """
    importing = Import.objects.create(
        kind=kind,
        organisation_id=organisation_id,
        on=on,
        file_name=file_name.replace("\\", "/").rsplit("/", 1)[-1][-200:],
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=by,
        by_label=by_label,
        choices=Choices(tuple(fields)).plain(),
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
            memory=memory_of(importing),
            taking=stager,
            tell=lambda done: store.tell(importing.uid, done, max(done, guessed)),
        )
    except Refused as refusal:
        problem = {"reason": refusal.reason, "instead": refusal.instead}
        _note(importing, State.FAILED, problem=problem, counts={}, sheets=[])
        return None
    stager.finish()
    facts = {"counts": report.counts, "sheets": report.plain_sheets(), "seen_at": mark}
    facts["differs"] = dict(stager.differs)
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
    facts = {"chosen": chosen, "choices": {}}
    if not _move(importing, (State.READY, State.FAILED), State.CHECKING, **facts):
        raise Refused(_("This import has been dismissed or applied meanwhile."))
    remember(importing, chosen, by=by)


@act
def choose(importing: Import, choices: Choices, *, by: User, on: date) -> None:
    """Say what of the checked rows is to be applied."""
    if len(choices.rows) > MOST_ROWS:
        raise Refused(
            _("More than %(most)s rows cannot be left out one by one.") % {"most": MOST_ROWS},
            instead=_("Leave out all of a kind, or delete the rows from the sheet."),
        )
    if not _move(importing, (State.READY,), State.READY, choices=choices.plain()):
        raise _beaten(importing)


@act
def ask_to_apply(importing: Import, *, by: User, on: date) -> None:
    """Let a worker apply an import."""
    if not _move(importing, (State.READY,), State.APPLYING, applied_by=by, problem={}):
        raise _beaten(importing)


@act
def ask_second(importing: Import, *, by: User, on: date) -> None:
    """Lay an import before a second officer, as it stands."""
    facts = {"asked_by": by, "asked_at": now(), "problem": {}}
    if not _move(importing, (State.READY,), State.ASKED, **facts):
        raise _beaten(importing)
    told = {"rows": importing.counts, "choices": _told(importing)}
    _record(importing, "import_asked", told, by=by, on=on, by_label="")


@act
def approve(importing: Import, *, by: User, on: date) -> None:
    """Let a worker apply what another officer laid before this one."""
    refuse_own_word(importing, by)
    if not _move(importing, (State.ASKED,), State.APPLYING, applied_by=by):
        raise _beaten(importing)
    _record(importing, "import_approved", {"rows": importing.counts}, by=by, on=on, by_label="")


@act
def send_back(importing: Import, *, reason: str, by: User, on: date) -> None:
    """Give an import back to whoever laid it before a second officer; or take it back oneself."""
    reason = reason.strip()
    if not reason and by != importing.asked_by:
        raise Refused(_("Sending an import back needs a reason, which its officer will read."))
    problem = {"reason": reason, "instead": "", "by": str(by)} if reason else {}
    # The days it is kept count from its coming back, so that there is time to put it right.
    facts = {"asked_by": None, "asked_at": now(), "problem": problem}
    if not _move(importing, (State.ASKED,), State.READY, **facts):
        raise _beaten(importing)
    _record(importing, "import_sent_back", {}, by=by, on=on, by_label="")


def refuse_own_word(importing: Import, by: User) -> None:
    """Refuse whoever brought the sheet or asked: the second officer is another one."""
    if by.pk in (importing.asked_by_id, importing.uploaded_by_id):
        raise Refused(
            _("The second officer must be another one than whoever brought the sheet."),
            instead=_("Ask another officer who may import rosters, here or one level up."),
        )


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
        # Whoever brought it looks again; a second officer's word was on what no longer stands so.
        came_back = {"asked_at": now()} if importing.asked_by_id else {}
        facts = {"applied_by": None, "asked_by": None, **came_back}
        _move(importing, (State.APPLYING,), State.READY, **facts)
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
    done = bring(importing)
    if not done.added and not done.changed:
        raise Refused(
            _("There is nothing to add: every row is registered already, was refused or left out."),
            instead=_("Choose what to take from the sheet, or dismiss it."),
        )
    leave_rest(importing)
    Chunk.objects.filter(importing=importing).delete()
    _applied(importing, done, by=by, on=on, by_label=by_label)
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
        memory = memory_of(importing)
        report = check(
            content,
            name,
            kind=kind,
            place_id=place,
            on=importing.on,
            memory=memory,
            taking=adding,
        )
    if not adding.added and not adding.changed:
        importing.delete()
        return report
    done = Done(adding.added, adding.changed, adding.whole.digest())
    facts = {"applied_by": by, "applied_at": now(), "digest": done.digest, "counts": report.counts}
    _move(importing, (State.CHECKING,), State.APPLIED, sheets=report.plain_sheets(), **facts)
    _applied(importing, done, by=by, on=on, by_label=by_label)
    return report


def _applied(importing: Import, done: Done, *, by, on: date, by_label: str) -> None:
    _move(importing, (State.APPLIED,), State.APPLIED, digest=done.digest)
    facts = {"file": importing.sha256, "rows": importing.counts, "added": done.added}
    facts |= {"digest": done.digest.hex()}
    if done.changed:
        facts |= {"changed": done.changed, "choices": _told(importing)}
    _record(importing, "imported", facts, by=by, on=on, by_label=by_label)


def _told(importing: Import) -> dict:
    """What was chosen, for the history: which fields and kinds of row, and how many single ones were left."""
    chosen = Choices.of(importing)
    return {
        "fields": list(chosen.fields),
        "left": sorted(chosen.fates),
        "rows_left": len(chosen.rows),
    }


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
    if importing.state == State.ASKED:
        return Refused(_("This import lies before a second officer already."))
    state = importing.get_state_display()
    return Refused(_("This import cannot be applied any more: %(state)s.") % {"state": state})


@act
def dismiss(importing: Import, *, by: User | None, on: date) -> None:
    """Give an import up before it is applied: its sheet and rows are deleted."""
    if not _move(importing, Import.DISMISSIBLE, State.DISMISSED):
        raise Refused(_("This import has been applied or dismissed already."))
    Chunk.objects.filter(importing=importing).delete()
    transaction.on_commit(lambda: store.remove(importing.uid))
    transaction.on_commit(lambda: store.remove_rest(importing.uid))


def dismiss_abandoned(*, on: date, dismissing: Callable[..., None] = dismiss) -> int:
    """Dismiss imports that nobody applied within a day, or approved within a week; how many.

    `dismissing` is the act by which their kind gives one up.
    """
    at = now()
    abandoned = Import.objects.abandoned(since=at - ABANDONED_AFTER, asked_since=at - ASKED_AFTER)
    for importing in abandoned:
        dismissing(importing, by=None, on=on)
    return len(abandoned)


def forget_rests() -> int:
    """Delete the sheets of what was left over whose days are gone; how many."""
    gone = list(Import.objects.filter(rest_until__lt=now()))
    for importing in gone:
        store.remove_rest(importing.uid)
    Import.objects.filter(pk__in=[importing.pk for importing in gone]).update(rest_until=None)
    return len(gone)


@uncollected()
@act
def undo(importing: Import, *, by: User | None, on: date, by_label: str = "") -> dict[str, int]:
    """Take back what an import added and changed, but for what was changed since or is in use.

    How many were `removed` and `restored`, and how many were kept, by reason.
    """
    if not _move(importing, (State.APPLIED, State.UNDOING), State.UNDONE, undone_at=now()):
        raise _not_undoable()
    kind = KINDS[importing.kind]
    kept: dict[str, int] = {}
    changes = importing.lines.filter(what=Line.CHANGE)
    restored = _taken_back(importing, changes, kind.restore, kept)
    removed = _taken_back(importing, importing.lines.exclude(what=Line.CHANGE), kind.remove, kept)
    facts = {"removed": removed, "kept": kept} | ({"restored": restored} if restored else {})
    _record(importing, "import_undone", facts, by=by, on=on, by_label=by_label)
    transaction.on_commit(lambda: store.remove(importing.uid))
    transaction.on_commit(lambda: store.remove_rest(importing.uid))
    return {"removed": removed, "restored": restored, **kept}


def _taken_back(importing: Import, lines, take_back, kept: dict[str, int]) -> int:
    """Take some lines back, batch by batch; how many were, and in `kept` how many not, by reason."""
    done = 0
    for batch in batches(lines.order_by("pk").iterator(chunk_size=BATCH), BATCH):
        left = take_back(batch)
        done += len(batch) - len(left)
        for reason in set(left.values()):
            subjects = [subject for subject, why in left.items() if why == reason]
            lines.filter(subject_id__among=subjects).update(kept=reason)
            kept[reason] = kept.get(reason, 0) + len(subjects)
        store.tell(importing.uid, done + sum(kept.values()), importing.rows)
    return done


def _not_undoable() -> Refused:
    return Refused(_("Only an import that has been applied can be undone, and only once."))
