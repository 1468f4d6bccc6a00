"""One file of a request on a page, with the way to the next; who may not read the request sees none."""

import pytest
from tests import cast as stage
from tests.access_examples import attachment, case

from unionhall.documents.actions import attach
from unionhall.documents.models import Attachment, Scan
from unionhall.documents.tests.made import PDF, upload

cast, signed_in, units, english = stage.cast, stage.signed_in, stage.units, stage.english
pytestmark = pytest.mark.django_db


@pytest.fixture
def files(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    picture = attachment(cast)
    paper = attach(case(cast), upload(PDF, "合同.pdf"), by=cast.worker.user)
    return picture, paper


def test_pictures_and_pdf_are_shown_and_lead_to_each_other(cast, files, signed_in):
    row = case(cast)
    for who, base in ((cast.plant_chair, row.get_absolute_url()), (cast.worker, row.my_url)):
        client = signed_in(who)
        picture, paper = (f"{base}files/{file.uid}/" for file in files)
        page = client.get(f"{picture}look/").content.decode()
        assert f'<img src="{picture}"' in page
        assert f'href="{paper}look/"' in page
        assert 'class="look is-large"' in client.get(f"{picture}look/?zoom=1").content.decode()
        page = client.get(f"{paper}look/").content.decode()
        assert f'<iframe class="look-pdf" src="{paper}?inline=1"' in page
        assert f'href="{picture}look/"' in page
        assert files[1].sha256 in page
        answer = client.get(f"{paper}?inline=1")
        assert (answer["X-Frame-Options"], answer["Content-Type"]) == (
            "SAMEORIGIN",
            "application/pdf",
        )


def test_looking_at_a_file_is_recorded_and_closed_to_others(cast, files, signed_in):
    from unionhall.history.queries import reads_of

    row = case(cast)
    address = f"{row.get_absolute_url()}files/{files[0].uid}/look/"
    assert signed_in(cast.stranger_chair).get(address).status_code == 404
    assert signed_in(cast.plant_chair).get(address).status_code == 200
    assert [entry.by for entry in reads_of(str(cast.worker.uid))] == [cast.plant_chair]
    assert (
        signed_in(cast.colleague).get(f"{row.my_url}files/{files[0].uid}/look/").status_code == 404
    )


def test_a_file_that_is_held_back_is_named_and_not_shown(cast, files, signed_in):
    Attachment.objects.update(scan=Scan.INFECTED)
    row = case(cast)
    client = signed_in(cast.worker)
    page = client.get(f"{row.my_url}files/{files[0].uid}/look/").content.decode()
    assert "已隔离：发现病毒" in page
    assert 'class="look"' not in page
    assert client.get(f"{row.my_url}files/{files[0].uid}/").status_code == 423
    assert "已隔离" in client.get(row.my_url).content.decode()
