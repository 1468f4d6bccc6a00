"""Papers of disputes and of legal aid, and letters of supervision, which are set in the same way."""

import io

import pytest
from docx import Document
from pypdf import PdfReader
from tests import access_examples as examples

from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.disputes.models import Dispute
from unionhall.documents import store
from unionhall.documents.models import Attachment
from unionhall.papers import actions, kinds, typesetting
from unionhall.papers.models import Paper
from unionhall.papers.tests.conftest import docx

pytestmark = pytest.mark.django_db


def a_dispute(cast) -> Dispute:
    return Dispute.objects.get(number=examples.a_dispute(cast)["number"])


def issue(code, subject, by, **told):
    told = {"language": "zh", "on": today()} | told
    return actions.issue(kinds.kind(code), subject, by=by, **told)


def lines(file) -> list[str]:
    document = Document(io.BytesIO(store.read(file.uid)))
    return [line.text for line in document.paragraphs if line.text]


def test_the_application_for_arbitration_is_the_worker_s_own_and_bears_no_head(cast):
    dispute = a_dispute(cast)
    paper = issue("disputes.arbitration", dispute, cast.rights_officer)
    said = lines(paper.files[0])
    assert said[0] == "劳动人事争议仲裁申请书"
    assert "申请人（签名）：李小明" in said
    assert paper.code not in said
    assert [line for line in said if line.startswith("1. ")] != []


def test_a_line_that_stays_empty_falls_away(cast):
    examples.an_agreed_dispute(cast)
    dispute = a_dispute(cast)
    paper = issue("disputes.agreement", dispute, cast.rights_officer, changed={"payments": ""})
    assert [line for line in lines(paper.files[0]) if "款项" in line or not line.strip()] == []


def test_what_has_not_come_about_is_not_put_on_paper(cast):
    dispute = a_dispute(cast)
    for code in ("disputes.agreement", "disputes.no_agreement"):
        with pytest.raises(Refused):
            issue(code, dispute, cast.rights_officer)


def test_the_decision_on_legal_aid_waits_for_the_decision_and_reaches_the_worker(cast, signed_in):
    from unionhall.legal_aid import actions as aiding

    aid = examples.legal_aid(cast)
    with pytest.raises(Refused):
        issue("legal_aid.decision", aid, cast.rights_officer)
    aiding.grant(aid, by=cast.rights_officer, on=today())
    aid.refresh_from_db()
    paper = issue("legal_aid.decision", aid, cast.rights_officer, to_worker=True)
    assert "法律援助决定书" in lines(paper.files[0])
    assert paper.code in signed_in(cast.worker).get(aid.my_url).content.decode()


def test_officers_reach_papers_from_the_pages(cast, signed_in):
    dispute, aid = a_dispute(cast), examples.legal_aid(cast)
    officer = signed_in(cast.rights_officer)
    for row, name, key in ((dispute, "dispute", dispute.number), (aid, "legal-aid", aid.pk)):
        address = f"/papers/about/{name}/{key}/"
        assert address in officer.get(row.get_absolute_url()).content.decode()
        assert officer.get(address).status_code == 200
    assert officer.get("/papers/about/legal-aid/x/").status_code == 404
    assert officer.get("/papers/about/nothing/1/").status_code == 404


def test_a_letter_of_supervision_is_kept_as_word_file_and_pdf_that_say_the_same(cast):
    letter = examples.supervision_letter(cast)
    word, pdf = Attachment.objects.of(letter)
    text = "".join("".join(lines(word)).split())
    printed = PdfReader(io.BytesIO(store.read(pdf.uid))).pages[0].extract_text()
    assert "".join(printed.split()).replace("—1—", "") == text
    assert f"工监提示〔{letter.year}〕{letter.number}号" in text
    assert not Paper.objects.exists()


def test_the_template_of_the_union_holds_for_letters_of_supervision_too(cast):
    actions.upload_template(
        cast.units.city,
        kinds.kind("supervision.reminder"),
        "zh",
        file=docx("市里的格式", "{{ addressee }}", "{{ text }}"),
        by=cast.city_rights_officer,
        on=today(),
    )
    letter = examples.supervision_letter(cast)
    assert lines(Attachment.objects.of(letter)[0])[0] == "市里的格式"


def test_a_letter_of_supervision_does_not_wait_for_a_font(cast, monkeypatch):
    monkeypatch.setattr(typesetting, "family", lambda names: None)
    letter = examples.supervision_letter(cast)
    assert [file.name[-5:] for file in Attachment.objects.of(letter)] == [".docx"]


def test_letters_of_supervision_are_not_issued_as_papers(cast):
    letter = examples.supervision_letter(cast)
    with pytest.raises(Refused):
        issue("supervision.reminder", letter, cast.rights_officer)
