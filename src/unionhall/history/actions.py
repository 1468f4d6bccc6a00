"""Recording what is done and what is read."""

from collections.abc import Callable
from contextvars import ContextVar
from datetime import date
from functools import wraps
from inspect import iscoroutinefunction, isgeneratorfunction
from typing import Any, ParamSpec, TypeVar

from django.db import connection, transaction
from django.db.models import Model

from unionhall.accounts.models import User
from unionhall.core import clock
from unionhall.core.prepared import kept_by_the_server
from unionhall.history import ledger
from unionhall.history.ledger import Kept
from unionhall.history.links import subject_of, text_of
from unionhall.history.personal import destroy

P = ParamSpec("P")
R = TypeVar("R")


class _Act:
    """An act under way: the entries it keeps, and how deep in savepoints it began."""

    def __init__(self) -> None:
        self.kept: list[Kept] = []
        self.depth = _depth()


_under_way: ContextVar[_Act | None] = ContextVar("unionhall_act", default=None)


def act(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function an act: atomic, with its entries written at the end of the outermost act.

    An act called inside another joins it, without a savepoint of its own: to go on after a refusal
    inside, wrap the inner call in `transaction.atomic()`.
    """
    if isgeneratorfunction(function) or iscoroutinefunction(function):
        raise TypeError(f"{function.__qualname__} is not a plain function.")

    @wraps(function)
    def performed(*args: P.args, **kwargs: P.kwargs) -> R:
        outer = _under_way.get()
        return (
            _begin(function, args, kwargs)
            if outer is None
            else _join(outer, function, args, kwargs)
        )

    performed.is_act = True  # type: ignore[attr-defined]
    return performed


def _begin(function: Callable, args: Any, kwargs: Any) -> Any:
    with transaction.atomic():
        this = _Act()
        token = _under_way.set(this)
        try:
            result = function(*args, **kwargs)
        finally:
            _under_way.reset(token)
        if kept := _standing(this.kept):
            ledger.write(kept)
        return result


def _join(outer: _Act, function: Callable, args: Any, kwargs: Any) -> Any:
    mark = len(outer.kept)
    try:
        with transaction.atomic(savepoint=False):
            return function(*args, **kwargs)
    except BaseException:
        del outer.kept[mark:]  # what was recorded did not happen
        raise


def record(
    chain: str,
    verb: str,
    *,
    by: User | None,
    subject: Model | tuple[str, object] | str,
    facts: dict | None = None,
    personal: dict | None = None,
    person: str | None = None,
    on: date | None = None,
    by_label: str = "",
) -> None:
    """Keep an entry for the end of the act under way.

    `facts` hold no personal data; `personal` ones are sealed under the key named `person`
    (`str(person.uid)`). `by_label` is the office of the actor as shown, never a member's name.
    """
    if personal and not person:
        raise ValueError("Personal facts need the person whose key seals them.")
    kind, key = subject_of(subject)
    _keep(
        Kept(
            chain=chain,
            verb=verb,
            subject_type=kind,
            subject_id=key,
            by_id=by.pk if by else None,
            by_label=by_label,
            on=on or clock.today(),
            is_read=False,
            person=person or "",
            facts=text_of(facts or {}),
            personal=text_of(personal) if personal else "",
        )
    )


def read_opened(
    chain: str,
    *,
    by: User,
    subject: Model | tuple[str, object] | str,
    person: str | None = None,
    why: str = "",
    verb: str = "opened",
) -> None:
    """Record that an officer opened a file: once per officer, subject and ten minutes.

    With a reason (`why`, as when an ID number is shown) every opening is an entry of its own; the
    reason is kept among the personal facts.
    """
    kind, key = subject_of(subject)
    entry = Kept(
        chain=chain,
        verb=verb,
        subject_type=kind,
        subject_id=key,
        by_id=by.pk,
        by_label="",
        on=clock.today(),
        is_read=True,
        person=person or "",
        facts=text_of({"why": why} if why and not person else {}),
        personal=text_of({"why": why}) if why and person else "",
        once=not why,
    )
    if entry.once:
        with kept_by_the_server(connection), connection.cursor() as cursor:
            if ledger.seen(cursor, entry, clock.now()):
                return
    _keep_in_act(entry)


def searched(chain: str, *, by: User, what: str, text: str = "", found: int | None = None) -> None:
    """Record one search in `what` (a list, such as "members").

    What was typed may name anybody, so it is sealed under a key of its month ("searches:2026-03"),
    which can be destroyed when the month's searches need no longer be explained.
    """
    today = clock.today()
    _keep_in_act(
        Kept(
            chain=chain,
            verb="searched",
            subject_type=what,
            subject_id="",
            by_id=by.pk,
            by_label="",
            on=today,
            is_read=True,
            person=f"searches:{today:%Y-%m}" if text else "",
            facts=text_of({} if found is None else {"found": found}),
            personal=text_of({"text": text}) if text else "",
        )
    )


@act
def erase_person_key(name: str) -> bool:
    """Destroy the key of a person's facts in the history; False when it was destroyed before.

    The chains still verify. Backups of the database hold the key until they are gone too.
    """
    return destroy(name)


@act
def _keep_in_act(entry: Kept) -> None:
    _keep(entry)


def _keep(entry: Kept) -> None:
    this = _under_way.get()
    if this is None:
        raise RuntimeError(f"{entry.verb} was recorded outside an act: decorate the function.")
    if not 0 < len(entry.chain) <= 80:
        raise ValueError(f"{entry.chain!r} cannot name a chain.")
    if _depth() > this.depth:
        # Django forgets what is to run on commit when a savepoint is rolled back, and so do we.
        entry.marker = lambda: None
        transaction.on_commit(entry.marker)
    this.kept.append(entry)


def _standing(kept: list[Kept]) -> list[Kept]:
    """Those not recorded in a savepoint that was rolled back."""
    if all(entry.marker is None for entry in kept):
        return kept
    alive = {id(waiting[1]) for waiting in connection.run_on_commit}
    return [entry for entry in kept if entry.marker is None or id(entry.marker) in alive]


def _depth() -> int:
    return sum(1 for savepoint in connection.savepoint_ids if savepoint)
