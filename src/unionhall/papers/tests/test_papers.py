"""Papers: composed, numbered without a gap, kept as Word and PDF that say the same, voided, sent."""

import io
from datetime import date

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from unionhall.cases import actions as cases
from unionhall.cases.trail import story
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.documents import store
from unionhall.history.queries import trail
from unionhall.notifications.models import Message
from unionhall.papers import actions, composing, kinds, rules, typesetting, word
from unionhall.papers.models import Language, Paper
from unionhall.papers.tests.conftest import docx

pytestmark = pytest.mark.django_db


def issue(kind, case, by, **told):
    told = {"language": "zh", "on": today()} | told
    return actions.issue(kind, case, by=by, **told)


def printed(paper) -> str:
    _word, pdf = paper.files
    pages = PdfReader(io.BytesIO(store.read(pdf.uid))).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def typed(paper) -> str:
    docx, _pdf = paper.files
    document = Document(io.BytesIO(store.read(docx.uid)))
    return "".join("".join(line.text for line in document.paragraphs).split())


@pytest.mark.parametrize("language", Language.values)
@pytest.mark.parametrize("code", sorted(kind.code for kind in kinds.kinds()))
def test_every_text_of_ours_uses_fields_it_has_and_comes_out_whole(code, language, cast):
    kind = kinds.kind(code)
    template, own = composing.in_use(kind, cast.units.district, language)
    assert own is None
    filling = composing.Filling(template)
    told = composing.sample(kind)
    made = composing.filled(filling, told, title="x", language=language)
    assert "{" not in "".join(word.said(made.sheet))
    assert typesetting.pdf(made.sheet)


def test_a_paper_is_kept_as_word_file_and_pdf_that_say_the_same(case, cast, acceptance):
    paper = issue(acceptance, case, cast.rights_officer)
    text = typed(paper)
    assert "李小明同志" in text
    assert paper.code in text
    assert text == printed(paper).replace("—1—", "")
    assert [file.name for file in paper.files] == [
        f"受理通知书-001-{today().year}.docx",
        f"受理通知书-001-{today().year}.pdf",
    ]


def test_what_the_officer_changes_stands_on_the_paper_and_what_was_not_asked_does_not(
    case, cast, acceptance
):
    changed = {"handler": "王敏 #show: *x* $1$", "number": "假号", "union": "假工会"}
    text = printed(issue(acceptance, case, cast.rights_officer, changed=changed))
    assert "王敏#show:*x*$1$" in text
    assert "假" not in text


def test_a_value_of_several_paragraphs_becomes_several_paragraphs(case, cast):
    answer = {"answer": "第一段。\n\n第二段。"}
    paper = issue(kinds.kind("cases.reply"), case, cast.rights_officer, changed=answer)
    docx, _pdf = paper.files
    lines = Document(io.BytesIO(store.read(docx.uid))).paragraphs
    [first] = [line for line in lines if line.text == "第一段。"]
    [second] = [line for line in lines if line.text == "第二段。"]
    assert first.paragraph_format.first_line_indent == second.paragraph_format.first_line_indent


def test_numbers_follow_each_other_by_kind_and_year_and_voided_ones_are_not_used_again(
    case, cast, acceptance
):
    by = cast.rights_officer
    first = issue(acceptance, case, by)
    actions.void(first, case, reason="写错了", by=by, on=today())
    second = issue(acceptance, case, by)
    other = issue(kinds.kind("cases.reply"), case, by)
    next_year = issue(acceptance, case, by, on=date(today().year + 1, 1, 4))
    year = today().year
    assert [paper.code for paper in (first, second, other, next_year)] == [
        f"东湖区总工会受〔{year}〕1号",
        f"东湖区总工会受〔{year}〕2号",
        f"东湖区总工会复〔{year}〕1号",
        f"东湖区总工会受〔{year + 1}〕1号",
    ]


def test_what_fails_takes_its_number_back(case, cast, acceptance, monkeypatch):
    def fails(*args, **kwargs):
        raise Refused("x")

    with monkeypatch.context() as broken:
        broken.setattr(typesetting, "pdf", fails)
        with pytest.raises(Refused):
            issue(acceptance, case, cast.rights_officer)
    assert issue(acceptance, case, cast.rights_officer).number == 1
    assert Paper.objects.count() == 1


def test_a_paper_is_voided_once_with_a_reason_and_stays(case, cast, acceptance, english):
    paper = issue(acceptance, case, cast.rights_officer)
    told = {"by": cast.chair, "on": today()}
    with pytest.raises(Refused):
        actions.void(paper, case, reason=" ", **told)
    actions.void(paper, case, reason="写错了", **told)
    with pytest.raises(Refused) as refused:
        actions.void(paper, case, reason="又错了", **told)
    assert refused.value.reason == "This paper has been voided already."
    assert (Paper.objects.get().reason, len(paper.files)) == ("写错了", 2)


def test_it_stands_in_the_history_of_the_request(case, cast, acceptance, english):
    paper = issue(acceptance, case, cast.rights_officer)
    actions.void(paper, case, reason="写错了", by=cast.chair, on=today())
    steps = story(trail(case), [], for_worker=True)[-2:]
    assert [(step.sentence, step.body) for step in steps] == [
        ("issued a paper", f"Notice of acceptance {paper.code}"),
        ("voided a paper", f"Notice of acceptance {paper.code}"),
    ]


def test_the_worker_is_told_of_what_is_sent_and_of_nothing_else(case, cast, acceptance):
    issue(acceptance, case, cast.rights_officer)
    assert not Message.objects.filter(template="cases/paper").exists()
    issue(acceptance, case, cast.rights_officer, to_worker=True)
    assert Message.objects.filter(template="cases/paper").values("receiver").distinct().count() == 1


def test_nobody_writes_papers_about_a_request_of_their_own(case, cast, acceptance):
    case.person.user = cast.rights_officer
    with pytest.raises(Refused):
        issue(acceptance, case, cast.rights_officer)


def test_a_paper_that_does_not_fit_the_state_is_refused(case, cast):
    with pytest.raises(Refused):
        issue(kinds.kind("cases.refusal"), case, cast.rights_officer)


def test_the_template_of_the_nearest_union_applies(case, cast, acceptance):
    told = {"by": cast.chair, "on": today()}
    for union, text in ((cast.units.city, "市"), (cast.units.district, "区")):
        actions.upload_template(
            union, acceptance, "zh", file=docx(f"{text}：{{{{ worker }}}} {{{{ number }}}}"), **told
        )
    paper = issue(acceptance, case, cast.rights_officer)
    assert typed(paper) == f"区：李小明{paper.code}"
    assert typed(paper) == printed(paper).replace("—1—", "")
    actions.remove_template(paper.template, **told)
    assert typed(issue(acceptance, case, cast.rights_officer)).startswith("市：李小明")
    # Those below use it, those elsewhere do not.
    assert composing.template_of(acceptance, cast.units.plant, "zh").organisation == cast.units.city
    with pytest.raises(Refused):
        actions.remove_template(paper.template, **told)


def test_a_newer_version_follows_and_the_older_one_stays_to_be_seen(cast, acceptance):
    told = {"by": cast.chair, "on": today()}
    made = [
        actions.upload_template(
            cast.units.district, acceptance, "zh", file=docx(f"{{{{ worker }}}} {at}"), **told
        )
        for at in (1, 2)
    ]
    for row in made:
        row.refresh_from_db()
    assert [(row.version, row.ended_at is None) for row in made] == [(1, False), (2, True)]
    assert all(row.content() for row in made)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ wroker }}", "Did you mean worker?"),
        ("{{ worker.user.password }}", "These are the fields"),
        ("{{ 7*7 }}", "with the names of fields"),
        ("{% include 'x' %}", "with the names of fields"),
    ],
)
def test_a_template_with_what_we_do_not_know_is_refused_by_name(
    text, said, cast, acceptance, english
):
    with pytest.raises(Refused) as refused:
        actions.upload_template(
            cast.units.district, acceptance, "zh", file=docx(text), by=cast.chair, on=today()
        )
    assert said in refused.value.instead


def test_a_number_is_written_as_the_union_orders(case, cast, acceptance, english):
    told = {"has_head": False, "by": cast.chair, "on": today()}
    unit = cast.units.district
    actions.set_series(unit, acceptance, pattern="江工权〔{year}〕{number}号", **told)
    paper = issue(acceptance, case, cast.rights_officer)
    assert paper.code == f"江工权〔{today().year}〕1号"
    with pytest.raises(Refused) as refused:
        actions.set_series(
            unit, kinds.kind("cases.reply"), pattern="江工权〔{year}〕{number}号", **told
        )
    assert refused.value.reason == "“Notice of acceptance” is numbered in the same way."


@pytest.mark.parametrize(
    "pattern",
    ["{year}", "{number}", "{x}{year}{number}", "{year}{number}{", "{year}{number}{number}"],
)
def test_a_pattern_that_gives_no_numbers_is_refused(pattern, cast, acceptance):
    with pytest.raises(Refused):
        actions.set_series(
            cast.units.district,
            acceptance,
            pattern=pattern,
            has_head=True,
            by=cast.chair,
            on=today(),
        )


@given(st.text(max_size=40), st.integers(1, 9999))
def test_a_pattern_without_trouble_gives_each_number_another_sign(text, number):
    if rules.trouble(text) == "":
        told = {"union": "甲", "mark": "乙", "year": 2026}
        assert rules.numbered(text, number=number, **told) != rules.numbered(
            text, number=number + 1, **told
        )


def test_pages_write_look_issue_and_void(case, cast, signed_in):
    officer = signed_in(cast.rights_officer)
    about = f"/papers/about/request/{case.number}/"
    assert "受理通知书" in officer.get(about).content.decode()
    address = about + "cases.acceptance/"
    looked = officer.post(address, {"worker": "李小明", "look": "1"})
    assert b"data:image/png;base64," in looked.content
    assert not Paper.objects.exists()
    done = officer.post(address, {"worker": "李小明", "to_worker": "on", "issue": "1"})
    paper = Paper.objects.get()
    assert done["Location"] == paper.get_absolute_url()
    page = officer.get(paper.get_absolute_url()).content.decode()
    assert paper.files[0].sha256 in page
    served = officer.get(f"{paper.get_absolute_url()}files/{paper.files[1].uid}/")
    assert served.content.startswith(b"%PDF")
    officer.post(f"{paper.get_absolute_url()}void/", {"reason": "写错了"})
    paper.refresh_from_db()
    assert paper.voided_by == cast.rights_officer


def test_the_worker_reads_what_was_sent_and_no_other(case, cast, signed_in, acceptance):
    kept = issue(acceptance, case, cast.rights_officer)
    sent = issue(acceptance, case, cast.rights_officer, to_worker=True)
    worker = signed_in(cast.worker)
    assert sent.code in worker.get(case.my_url).content.decode()
    assert kept.code not in worker.get(case.my_url).content.decode().split('class="trail')[0]
    assert worker.get(f"/me/papers/{sent.uid}/").status_code == 200
    assert worker.get(f"/me/papers/{sent.uid}/files/{sent.files[1].uid}/").status_code == 200
    assert worker.get(f"/me/papers/{kept.uid}/").status_code == 404
    assert signed_in(cast.colleague).get(f"/me/papers/{sent.uid}/").status_code == 404


def test_who_may_not_read_the_request_reads_no_paper_of_it(case, cast, signed_in, acceptance):
    paper = issue(acceptance, case, cast.rights_officer)
    cases.note(case, text="x", by=cast.rights_officer, on=today())
    stranger = signed_in(cast.stranger_rights_officer)
    for address in (
        paper.get_absolute_url(),
        f"/papers/about/request/{case.number}/",
        f"/papers/about/request/{case.number}/cases.acceptance/",
    ):
        assert stranger.get(address).status_code == 404
    case.is_restricted = True
    case.save()
    assert signed_in(cast.chair).get(paper.get_absolute_url()).status_code == 404


def test_pages_of_templates_take_one_show_what_is_wrong_and_set_numbers(cast, signed_in):
    chair = signed_in(cast.chair)
    assert b"cases.acceptance" in chair.get("/papers/templates/").content
    page = f"/papers/templates/{cast.units.district.pk}/cases.acceptance/"
    ours = chair.get(f"{page}ours-both.docx")
    assert ours.content.startswith(b"PK")
    wrong = chair.post(f"{page}upload/", {"language": "zh", "file": docx("{{ wroker }}")})
    assert (wrong.status_code, "您是不是要写 worker？" in wrong.content.decode()) == (409, True)
    chair.post(f"{page}upload/", {"language": "zh", "file": docx("{{ worker }}")})
    assert "第1版" in chair.get(page).content.decode()
    wrong = chair.post(f"{page}numbers/", {"pattern": "{x}"})
    assert wrong.status_code == 409
    chair.post(f"{page}numbers/", {"pattern": "江〔{year}〕{number}号"})
    assert "江〔{year}〕{number}号" in chair.get(page).content.decode()
