"""How much a first visit fetches, gzipped: at most 150 kB, 350 kB with charts."""

import gzip
import re
from pathlib import Path

import pytest

UI = Path(__file__).resolve().parent.parent
STATIC = UI / "static"
BASE = (UI / "templates/ui/parts/assets.html").read_text()


def weight(name: str) -> int:
    return len(gzip.compress((STATIC / name).read_bytes(), 6))


def fetched() -> list[str]:
    """The scripts and styles that the base of every page names."""
    return re.findall(r"(?:src|href)=\"{% static '(ui/[^']+\.(?:js|css))' %}\"", BASE)


def test_the_base_names_these_and_no_more():
    assert fetched() == [
        "ui/vendor/tabler.css",
        "ui/unionhall.css",
        "ui/pieces.css",
        "ui/paper.css",
        "ui/vendor/htmx.js",
        "ui/unionhall.js",
        "ui/keys.js",
        "ui/drafts.js",
        "ui/charts.js",
    ]


def test_a_first_visit_is_light():
    assert sum(weight(name) for name in fetched()) <= 70_000


def test_a_first_visit_with_charts_is_within_the_budget():
    assert sum(weight(name) for name in [*fetched(), "ui/vendor/echarts.js"]) <= 300_000


def test_the_icons_are_light():
    assert weight("ui/vendor/icons.svg") <= 10_000


def test_there_are_no_fonts():
    assert [
        path for path in STATIC.rglob("*") if path.suffix in {".woff", ".woff2", ".ttf", ".otf"}
    ] == []
    assert [path for path in STATIC.rglob("*.css") if "@font-face" in path.read_text()] == []


@pytest.mark.parametrize("path", sorted(STATIC.rglob("*.*")), ids=lambda path: path.name)
def test_nothing_is_fetched_from_another_host(path):
    text = path.read_text()
    assert re.findall(r"@import|url\(\s*['\"]?(?:https?:)?//|sourceMappingURL", text) == []


def test_every_vendored_file_has_its_licence():
    licences = {path.stem for path in (STATIC / "ui/vendor/licences").iterdir()}
    assert licences == {
        "echarts",
        "echarts-notice",
        "htmx",
        "tabler",
        "tabler-icons",
        "tslib",
        "zrender",
    }


def test_the_lock_names_no_registry():
    lock = (UI.parents[2] / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert lock.count('"integrity"') > 10
