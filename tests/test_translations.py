"""Both languages are complete: every text of the code has its Chinese, with the same placeholders."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "src/unionhall"
APPS = sorted(path.parent.name for path in PACKAGE.glob("*/apps.py"))
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\}")


@pytest.fixture(scope="module")
def extracted(tmp_path_factory) -> Path:
    """A copy of the package with its messages extracted anew."""
    place = tmp_path_factory.mktemp("messages") / "unionhall"
    shutil.copytree(
        PACKAGE, place, ignore=shutil.ignore_patterns("__pycache__", "vendor", "*.mo", "tests")
    )
    for app in APPS:
        (place / app / "locale").mkdir(exist_ok=True)
        subprocess.run(
            [
                sys.executable,
                "-m",
                "django",
                "makemessages",
                "-l",
                "zh_Hans",
                "--no-location",
                "--no-wrap",
            ],
            cwd=place / app,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "unionhall.site.testing"},
            check=True,
            capture_output=True,
        )
    return place


def catalogue(folder: Path, app: str) -> list[polib.POEntry]:
    path = folder / app / "locale/zh_Hans/LC_MESSAGES/django.po"
    return (
        [entry for entry in polib.pofile(str(path)) if not entry.obsolete] if path.exists() else []
    )


@pytest.mark.parametrize("app", APPS)
def test_every_text_has_its_chinese(extracted, app):
    translated = {
        (entry.msgctxt, entry.msgid)
        for entry in catalogue(PACKAGE, app)
        if entry.translated() and not entry.fuzzy
    }
    wanted = {(entry.msgctxt, entry.msgid) for entry in catalogue(extracted, app)}
    assert sorted(wanted - translated, key=str) == []


@pytest.mark.parametrize("app", APPS)
def test_translations_keep_the_placeholders(app):
    wrong = [
        entry.msgid
        for entry in catalogue(PACKAGE, app)
        for text in ([entry.msgstr] if entry.msgstr else entry.msgstr_plural.values())
        if set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(entry.msgid))
        and set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(entry.msgid_plural or ""))
    ]
    assert wrong == []


@pytest.mark.parametrize("app", APPS)
def test_no_translation_stands_for_a_text_that_is_gone(extracted, app):
    wanted = {(entry.msgctxt, entry.msgid) for entry in catalogue(extracted, app)}
    kept = {(entry.msgctxt, entry.msgid) for entry in catalogue(PACKAGE, app)}
    assert sorted(kept - wanted, key=str) == []
