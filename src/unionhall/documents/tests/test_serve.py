import pytest

from unionhall.documents import actions
from unionhall.documents.tests.made import PDF, picture, upload
from unionhall.documents.web import serve

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("data", "name", "disposition"),
    [
        (picture(), "工资条.jpg", "inline"),
        (PDF, "a\";x='.pdf", "attachment"),
    ],
)
def test_a_browser_never_runs_what_is_served(data, name, disposition, by, subject):
    answer = serve(actions.attach(subject, upload(data, name), by=by))
    told = answer["Content-Disposition"]
    assert told.split(";")[0] == disposition
    assert '"' not in told
    assert told.isascii()
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "private, no-store"


def test_a_thumbnail_is_a_small_jpeg(by, subject):
    kept = actions.attach(subject, upload(picture("PNG", size=(1000, 800))), by=by)
    small = serve(kept, thumbnail=True)
    assert (small["Content-Type"], small.content[:2]) == ("image/jpeg", b"\xff\xd8")
    assert serve(kept)["Content-Type"] == "image/png"


def test_a_file_without_a_thumbnail_is_served_whole(by, subject):
    kept = actions.attach(subject, upload(PDF), by=by)
    assert serve(kept, thumbnail=True).content == PDF
