"""Foreign keys point downwards, as imports do; import-linter cannot see those named by strings."""

import tomllib
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
LAYERS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][
    0
]["layers"]
HEIGHT = {name.strip(): -depth for depth, row in enumerate(LAYERS) for name in row.split("|")}


def app_of(model) -> str:
    return model.__module__.split(".")[1]


def upward_keys() -> list[str]:
    found = []
    for model in apps.get_models():
        if not model.__module__.startswith("unionhall."):
            continue
        for field in model._meta.get_fields():
            target = field.related_model if field.is_relation and not field.auto_created else None
            if target and target.__module__.startswith("unionhall."):
                here, there = app_of(model), app_of(target)
                if here != there and HEIGHT[there] >= HEIGHT[here]:
                    found.append(f"{model.__name__}.{field.name} → {there}.{target.__name__}")
    return found


def test_foreign_keys_point_downwards():
    assert upward_keys() == []


def test_every_app_has_its_layer():
    names = {path.parent.name for path in (ROOT / "src/unionhall").glob("*/__init__.py")}
    assert names == set(HEIGHT)
