"""The rulebook as loaded: every rule by its id, every overlay by what it moves. Read once, at first use."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from django.conf import settings

from unionhall.rulebook.schema import Malformed, Overlay, Rule, checked, parsed

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Book:
    """Rules by id; overlays by (rule, param), the more general place first."""

    rules: Mapping[str, Rule]
    overlays: Mapping[tuple[str, str], tuple[Overlay, ...]] = field(default_factory=dict)


@cache
def book() -> Book:
    """The book of this installation: what comes with the product and what lies in UNIONHALL_DATA/rulebook."""
    return read([DATA, Path(settings.DATA) / "rulebook"])


def read(folders: Iterable[Path]) -> Book:
    """Every .toml file below the folders as one checked book; raises Malformed."""
    rules: dict[str, Rule] = {}
    overlays: list[Overlay] = []
    for folder in folders:
        for path in sorted(folder.glob("**/*.toml")):
            name = str(path.relative_to(folder))
            try:
                table = tomllib.loads(path.read_text(encoding="utf-8"))
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                raise Malformed(f"{name}: {error}") from error
            found, moved = parsed(table, name)
            for rule in found:
                if rule.id in rules:
                    raise Malformed(f"{name}: {rule.id} is written twice")
                rules[rule.id] = rule
            overlays += moved
    _check_references(rules)
    return Book(rules, _grouped(overlays, rules))


def _check_references(rules: Mapping[str, Rule]) -> None:
    for rule in rules.values():
        if lost := [other for other in rule.see if other not in rules]:
            raise Malformed(f"{rule.id}: see names {lost[0]}, which is no rule")


def _grouped(
    overlays: Iterable[Overlay], rules: Mapping[str, Rule]
) -> dict[tuple[str, str], tuple[Overlay, ...]]:
    groups: defaultdict[tuple[str, str], list[Overlay]] = defaultdict(list)
    for overlay in overlays:
        groups[overlay.rule, overlay.param].append(_suited(overlay, rules))
    return {key: tuple(sorted(group, key=lambda o: o.place)) for key, group in groups.items()}


def _suited(overlay: Overlay, rules: Mapping[str, Rule]) -> Overlay:
    """The overlay with its value checked against the rule it moves; raises Malformed."""
    where = f"overlay of {overlay.rule} in {overlay.place}"
    rule = rules.get(overlay.rule)
    param = rule.params.get(overlay.param) if rule else None
    if param is None:
        raise Malformed(f"{where}: there is no {overlay.rule} {overlay.param}")
    value = replace(overlay.value, value=checked(overlay.value.value, param.unit, where))
    on = max(filter(None, (value.from_on, param.values[0].from_on)), default=None)
    national = next((v for v in param.values if on is None or v.holds(on)), param.values[-1])
    if not param.allows(national.value, value.value):
        raise Malformed(
            f"{where}: {param.overlay} does not allow {value.value} for {national.value}"
        )
    return replace(overlay, value=value)
