"""A Word file is taken apart before it may serve as a template; what is not named is refused."""

import io

import pytest
from docx import Document

from unionhall.core.errors import Refused
from unionhall.documents.word import checking
from unionhall.documents.word.checking import MAX_BYTES
from unionhall.mailings.letters import fields
from unionhall.mailings.letters.fields import KNOWN
from unionhall.mailings.letters.merging import tried
from unionhall.mailings.letters.samples import sample
from unionhall.mailings.letters.tests.conftest import docx, paragraphs, part_of, with_part


def checked(data):
    return checking.checked(data, KNOWN)


RELS = "word/_rels/document.xml.rels"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_sample_may_serve_and_shows_every_field(language):
    found = checked(sample(language))
    assert found.fields == {*fields.PLAIN, *fields.LISTS}
    letter = tried(found).letter(fields.sample())
    text = "\n".join(paragraphs(letter))
    assert "李小明" in text
    assert "{" not in text
    table = Document(io.BytesIO(letter)).tables[0]
    assert table.rows[1].cells[0].text == "红星机械厂工会"
    assert len(table.rows) == 2


def test_a_mark_that_word_cut_up_is_put_together():
    document = Document()
    line = document.add_paragraph()
    for piece in ("{", "{ na", "me ", "}", "}"):
        line.add_run(piece)
    out = io.BytesIO()
    document.save(out)
    made = tried(checked(out.getvalue()))
    assert paragraphs(made.letter(fields.sample())) == ["李小明"]


@pytest.mark.parametrize(
    "text",
    [
        "{{ id_number }}",
        "{{ name.__class__ }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ name|upper }}",
        "{{ name|attr('x') }}",
        "{{ range(10) }}",
        "{{ cycler.__init__ }}",
        "{{ 7 * 7 }}",
        "{{ name ~ union }}",
        "{{ name[0] }}",
        "{{ 'a' if name else 'b' }}",
        "{% set x = name %}{{ x }}",
        "{% include 'x' %}{{ name }}",
        "{% import 'x' as y %}{{ name }}",
        "{% macro m() %}{% endmacro %}{{ name }}",
        "{% for c in name %}{{ c }}{% endfor %}",
        "{% for s in memberships %}{{ s.person }}{% endfor %}",
        "{% for s in memberships recursive %}{{ s.union }}{% endfor %}",
        "{% for s in memberships if s.union %}{{ s.union }}{% endfor %}",
        "{% for s in memberships %}{% for t in memberships %}{{ t.union }}{% endfor %}{% endfor %}",
        "{% for name in memberships %}{{ name.union }}{% endfor %}",
        "{% if name is defined %}{{ name }}{% endif %}",
        "{% if name %}{{ name }}",
        "{{ name",
        "{% call name() %}{% endcall %}",
        "{{ self }}",
        "{{ loop.index }}",
        "no field at all",
    ],
)
def test_more_than_fields_if_and_for_is_refused(text):
    with pytest.raises(Refused):
        tried(checked(docx(text)))


def test_an_unknown_field_is_named_with_those_there_are(english):
    with pytest.raises(Refused) as refused:
        checked(docx("{{ nmae }}"))
    assert "nmae" in refused.value.reason
    assert "member_since" in refused.value.instead


def test_an_unknown_field_in_the_head_is_refused_too():
    with pytest.raises(Refused):
        checked(docx("{{ name }}", header="{{ secret }}"))


def test_marks_for_paragraphs_leave_no_empty_one():
    whole = ("{%p if department %}", "{{ department }}", "{%p endif %}", "{{ name }}")
    made = tried(checked(docx(*whole)))
    values = fields.sample()
    assert made.text(values) == ["装配车间", "李小明"]
    assert made.text({**values, "department": ""}) == ["李小明"]


def test_an_if_that_begins_outside_a_table_and_ends_inside_is_refused(english):
    document = Document()
    document.add_paragraph("{% if department %}{{ name }}")
    document.add_table(1, 1).cell(0, 0).text = "{% endif %}"
    out = io.BytesIO()
    document.save(out)
    with pytest.raises(Refused) as refused:
        tried(checked(out.getvalue()))
    assert "ends in another" in refused.value.reason


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no archive", b"%PDF-1.7\n%%EOF", b"MZ" * 99])
def test_what_is_no_word_file_is_refused(data):
    with pytest.raises(Refused):
        checked(data)


def test_a_sheet_is_no_template():
    from unionhall.exchange.tests.sheets import xlsx

    with pytest.raises(Refused):
        checked(xlsx([["{{ name }}"]]))


def test_too_large_a_file_is_refused():
    with pytest.raises(Refused):
        checked(
            with_part(docx("{{ name }}"), "word/media/a.bin", bytes(MAX_BYTES)) + bytes(MAX_BYTES)
        )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("word/vbaProject.bin", b"x"),
        ("word/embeddings/oleObject1.bin", b"x"),
        ("word/activeX/activeX1.xml", b"<x/>"),
        ("word/afchunk.mht", b"x"),
    ],
)
def test_programs_and_embedded_files_are_refused(name, content):
    with pytest.raises(Refused):
        checked(with_part(docx("{{ name }}"), name, content))


def test_a_document_with_macros_by_its_type_is_refused():
    data = docx("{{ name }}")
    types = part_of(data, "[Content_Types].xml").replace(
        "wordprocessingml.document.main", "ms-word.document.macroEnabled.main"
    )
    with pytest.raises(Refused):
        checked(with_part(data, "[Content_Types].xml", types))


def test_a_remote_template_or_picture_is_refused():
    data = docx("{{ name }}")
    rels = part_of(data, RELS).replace(
        "</Relationships>",
        '<Relationship Id="r99" Type="http://x/attachedTemplate" Target="http://x/y.dotm"'
        ' TargetMode="External"/></Relationships>',
    )
    with pytest.raises(Refused):
        checked(with_part(data, RELS, rels))


@pytest.mark.parametrize("code", ["DDEAUTO c:\\x", "includepicture http://x", "INCLUDETEXT x"])
def test_a_field_of_word_that_fetches_is_refused(code):
    data = docx("{{ name }}")
    body = part_of(data).replace(
        "<w:sectPr", f"<w:p><w:r><w:instrText>{code}</w:instrText></w:r></w:p><w:sectPr", 1
    )
    with pytest.raises(Refused):
        checked(with_part(data, "word/document.xml", body))


def test_a_document_type_is_refused():
    data = docx("{{ name }}")
    body = part_of(data).replace("<w:document", '<!DOCTYPE a [<!ENTITY b "c">]><w:document', 1)
    with pytest.raises(Refused):
        checked(with_part(data, "word/document.xml", body))


def test_very_many_braces_are_refused_before_anything_is_matched():
    with pytest.raises(Refused):
        checked(docx("{{ name }}" + "{" * 5000))
