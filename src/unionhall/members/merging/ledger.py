"""Rows changed one by one, each written down as it was and as it became, so that it can be put back."""

import json
from base64 import b64decode, b64encode
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.db.models import Model

from unionhall.core import keyring

PURPOSE = "merge"
Entry = dict[str, Any]  # model, pk, before, after; after None: deleted


class Ledger:
    """Changes under way; `sealed` is what a Merge keeps of them."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def change(
        self, model: type[Model], pk: int, *, carried: tuple[str, ...] = (), **values: Any
    ) -> None:
        """Set columns (by their attname) of one row; a change of `carried` ones since is no edit of it."""
        rows = model._base_manager.filter(pk=pk)
        before = rows.values(*values).get()
        rows.update(**values)
        after = rows.values(*values).get()
        self.entries.append(
            {
                "model": model._meta.label_lower,
                "pk": pk,
                "before": _plain(before),
                "after": _plain(after),
                "carried": list(carried),
            }
        )

    def delete(self, model: type[Model], pk: int) -> None:
        """Delete one row to which nothing points any more."""
        rows = model._base_manager.filter(pk=pk)
        names = [field.attname for field in model._meta.concrete_fields if not field.generated]
        before = rows.values(*names).get()
        rows._raw_delete(rows.db)
        self.entries.append(
            {"model": model._meta.label_lower, "pk": pk, "before": _plain(before), "after": None}
        )

    def sealed(self, uid: UUID) -> bytes:
        """All of it encrypted; it opens beside no other merge."""
        text = json.dumps(self.entries, cls=DjangoJSONEncoder, ensure_ascii=False)
        return keyring.encrypt(PURPOSE, text.encode(), context=uid.bytes)


def opened(sealed: bytes | memoryview, uid: UUID) -> list[Entry]:
    """What was sealed."""
    return json.loads(keyring.decrypt(PURPOSE, bytes(sealed), context=uid.bytes))


def put_back(entries: list[Entry]) -> list[Entry]:
    """Undo, the last change first; what has changed since is left alone and returned."""
    kept = []
    for entry in reversed(entries):
        model = apps.get_model(entry["model"])
        try:
            with transaction.atomic():
                done = (
                    _inserted(model, entry) if entry["after"] is None else _restored(model, entry)
                )
        except IntegrityError:
            done = False  # something has taken its place since
        if not done:
            kept.append(entry)
    return kept


def _inserted(model: type[Model], entry: Entry) -> bool:
    values = _read(model, entry["before"])
    model._base_manager.bulk_create([model(**values)])
    return True


def _restored(model: type[Model], entry: Entry) -> bool:
    rows = model._base_manager.select_for_update().filter(pk=entry["pk"])
    compared = {
        name: value for name, value in entry["after"].items() if name not in entry["carried"]
    }
    found = rows.values(*compared).first()
    if found is None or _plain(found) != compared:
        return False
    model._base_manager.filter(pk=entry["pk"]).update(**_read(model, entry["before"]))
    return True


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """As JSON keeps it: bytes as base64, days and moments as ISO text."""
    return {name: _plain_value(value) for name, value in values.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return b64encode(bytes(value)).decode()
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _read(model: type[Model], values: dict[str, Any]) -> dict[str, Any]:
    found = {}
    for name, value in values.items():
        field: Any = model._meta.get_field(name)
        if value is not None and field.get_internal_type() == "BinaryField":
            found[name] = b64decode(value)
        else:
            found[name] = field.to_python(value)
    return found
