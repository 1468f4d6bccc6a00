"""Every field that may name somebody has its rule in the manifest, and the rule is kept."""

import tomllib
from pathlib import Path

from django.apps import apps
from django.db import models

from unionhall.members.erasure.parts import parts
from unionhall.notifications.clock import REGISTRY

FILE = Path(__file__).resolve().parent.parent / "src/unionhall/site/retention.toml"
MANIFEST = tomllib.loads(FILE.read_text(encoding="utf-8"))
SHORT = MANIFEST.pop("short")
RULES = {"file", "gone", "key", "short", "work", "plain"}
TEXTS = (models.CharField, models.TextField, models.BinaryField, models.JSONField)


def telling() -> dict[str, set[str]]:
    """The fields of our tables that can hold text, bytes or JSON, and days of birth and death."""
    found = {}
    for model in apps.get_models():
        if model.__module__.startswith("unionhall."):
            fields = {
                field.name
                for field in model._meta.concrete_fields
                if isinstance(field, TEXTS) or field.name in ("birth_on", "died_on")
            }
            if fields:
                found[model._meta.label_lower] = fields
    return found


def test_every_field_has_exactly_one_rule():
    listed = {
        name: [f for fields in rules.values() for f in fields] for name, rules in MANIFEST.items()
    }
    assert {name: sorted(fields) for name, fields in telling().items()} == {
        name: sorted(fields) for name, fields in listed.items()
    }


def test_the_rules_are_the_known_ones():
    assert {rule for rules in MANIFEST.values() for rule in rules} <= RULES


def test_what_erasure_promises_to_empty_is_in_a_part_of_it():
    """tests/test_erasure.py shows that the parts do what they say."""
    erased = {name for part in parts() for name in part.models}
    promised = {name for name, rules in MANIFEST.items() if {"file", "gone", "key"} & rules.keys()}
    assert promised - erased == set()


def test_what_goes_by_itself_has_something_that_deletes_it():
    assert SHORT.keys() == {name for name, rules in MANIFEST.items() if "short" in rules}
    assert set(SHORT.values()) <= set(REGISTRY)
