"""Queries whose shape never changes, put into SQL once a process.

Django writes the SQL of a query anew each time; for a look-up by a key that costs several times
what the database then needs, and every page asks a dozen of them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from datetime import date, datetime
from inspect import signature
from typing import Any, Generic, NamedTuple, TypeVar

from django.conf import settings
from django.db import connections
from django.db.models import QuerySet, Value

Row = TypeVar("Row")


class Prepared(Generic[Row]):
    """A function that returns a queryset, made into one of the same keywords that returns its rows.

    The function is called once with placeholders, so it must build the same query whatever the
    values are: it may compare columns with them, not look at them. A list goes into `pk__in` and
    the like (not into a foreign key's own `__in`); an empty one finds nothing. None is equal to nothing. PostgreSQL keeps the
    plan as well, whatever the values: use it for look-ups by key, not for ranges of unknown width.
    """

    def __init__(self, build: "Callable[..., QuerySet[Any, Row]]"):
        self._build = build
        self._names = tuple(signature(build).parameters)
        self._ready: dict[tuple[int, ...], _Ready] = {}

    def __call__(self, **values: Any) -> list[Row]:
        given = {name: _filled_up(values[name]) for name in self._names}
        if [] in given.values():
            return []
        sizes = tuple(len(value) if isinstance(value, list) else 0 for value in given.values())
        ready = self._ready.get(sizes) or self._prepare(given, sizes)
        compiler = copy(ready.compiler)
        connection = compiler.connection = connections[ready.queryset.db]
        params = [_value(place, given, connection) for place in ready.places]
        compiler.as_sql = lambda: (ready.sql, params)
        # Copying or pickling a queryset would ask it.
        asked: QuerySet[Any, Row] = QuerySet.__new__(type(ready.queryset))
        vars(asked).update(vars(ready.queryset), _query=_Answered(ready.queryset.query, compiler))
        with kept_by_the_server(connection):
            return list(asked)

    def first(self, **values: Any) -> Row | None:
        """The first row, if there is one."""
        return next(iter(self(**values)), None)

    def _prepare(self, given: dict[str, Any], sizes: tuple[int, ...]) -> "_Ready":
        queryset = self._build(**{name: _places(name, value) for name, value in given.items()})
        compiler = queryset.query.get_compiler(queryset.db)
        sql, params = compiler.as_sql()
        return self._ready.setdefault(sizes, _Ready(queryset, compiler, sql, list(params)))


class _Ready(NamedTuple):
    """A queryset with its SQL, and what is given to it: values, and places for them."""

    queryset: QuerySet
    compiler: Any
    sql: str
    places: list


class _Place(NamedTuple):
    """Where a value goes: its name, and which of its items if it is a list."""

    name: str
    item: int = -1


class _Answered:
    """A query whose SQL is known."""

    def __init__(self, query, compiler):
        self._query, self._compiler = query, compiler

    def get_compiler(self, *_args, **_kwargs):
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)


def _places(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return [Value(_Place(name, item)) for item in range(len(value))]
    return Value(_Place(name))


def _filled_up(value: Any) -> Any:
    """A list with NULLs up to the next power of two, so that there are few shapes of it."""
    if not isinstance(value, list | tuple):
        return value
    places = 1 << (len(value) - 1).bit_length() if value else 0
    return [*value, *[None] * (places - len(value))]


def _value(place: Any, given: dict[str, Any], connection) -> Any:
    """What the driver is given there."""
    if not isinstance(place, _Place):
        return place
    value = given[place.name]
    if place.item >= 0:
        value = value[place.item]
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value


@contextmanager
def kept_by_the_server(connection) -> Iterator[None]:
    """Have PostgreSQL keep what it is asked meanwhile, with its plan.

    Only these queries: the best plan of a list depends on how wide its ranges are.
    """
    if connection.vendor != "postgresql" or not settings.UNIONHALL_PREPARES:
        yield
        return
    connection.ensure_connection()
    driver = connection.connection
    usual, driver.prepare_threshold = driver.prepare_threshold, 0
    try:
        yield
    finally:
        driver.prepare_threshold = usual
