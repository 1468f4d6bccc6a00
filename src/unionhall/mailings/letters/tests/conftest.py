import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from tests import cast as stage

from unionhall.core.clock import today
from unionhall.mailings.letters import actions

cast, signed_in, units, english = stage.cast, stage.signed_in, stage.units, stage.english


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """Files lie in a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path


def docx(*paragraphs: str, header: str = "") -> bytes:
    """A Word file with these paragraphs."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes | str) -> bytes:
    """The file with one part put in or replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part.filename, old.read(part))
        new.writestr(name, content)
    return out.getvalue()


def part_of(data: bytes, name: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return packed.read(name).decode()


def paragraphs(data: bytes) -> list[str]:
    """What Word shows of a file, paragraph by paragraph, without empty ones."""
    return [line.text for line in Document(io.BytesIO(data)).paragraphs if line.text.strip()]


def upload_file(data: bytes, name: str = "x.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


@pytest.fixture
def keep(cast):
    """A function that keeps a template of the district."""

    def kept(*lines: str, who=None, unit=None, name="邀请函", **more):
        data = docx(*(lines or ("{{ name }}：您好！", "{{ union }}")), **more)
        return actions.upload(
            unit or cast.units.district, name=name, file=upload_file(data),
            by=who or cast.chair, on=today(),
        )  # fmt: skip

    return kept
