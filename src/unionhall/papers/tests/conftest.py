import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from tests import cast as stage

from unionhall.cases import actions as cases
from unionhall.cases.models import Topic
from unionhall.core.clock import today
from unionhall.papers import kinds

cast, signed_in, units, english = stage.cast, stage.signed_in, stage.units, stage.english


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """Files lie in a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def case(cast):
    """A request in hand at the district."""
    told = {"by": cast.rights_officer, "on": today()}
    made = cases.take_down(cast.worker, topic=Topic.PAY, text="三个月没发加班费", **told)
    cases.hand_over(made, to_organisation=cast.units.district, reason="x", **told)
    cases.accept(made, **told)
    return made


@pytest.fixture
def acceptance():
    return kinds.kind("cases.acceptance")


def docx(*paragraphs: str) -> SimpleUploadedFile:
    """A Word file with these paragraphs."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return SimpleUploadedFile("模板.docx", out.getvalue())
