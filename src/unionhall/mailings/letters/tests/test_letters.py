"""Letters from a Word template: tried on one, merged for many, sealed, told to everybody in them."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from tests.cast import joined

from unionhall.access.scope import scope
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.documents.models import Attachment
from unionhall.exchange.exports import actions as exports
from unionhall.exchange.exports import jobs, store
from unionhall.exchange.exports.making import is_whole
from unionhall.exchange.exports.models import Export
from unionhall.history.queries import reads_of, trail
from unionhall.mailings.letters import actions
from unionhall.mailings.letters.models import LetterTemplate
from unionhall.mailings.letters.tests.conftest import docx, paragraphs, upload_file
from unionhall.members.exports.reads import exported, lines
from unionhall.members.models import Person, Spell
from unionhall.organisations.actions import end_mandate

pytestmark = pytest.mark.django_db
NASTY = "甲&乙<w:p>{{ union }}\x01"


def merged(cast, template, *, query="", format="docx", who=None) -> Export:
    who = who or cast.chair
    held = scope(who, "mailings.print")
    told = {"query": query, "format": format, "reason": "换届通知"}
    made = actions.merge(template, held, **told, by=who, on=today())
    jobs.make.func(made.pk)
    made.refresh_from_db()
    return made


def file_of(export: Export) -> bytes:
    return b"".join(store.pieces(export.uid))


def test_one_file_holds_a_page_for_each(cast, keep):
    export = merged(cast, keep("{{ name }}", "{{ union }}"), query="unit=U-PLANT")
    assert (export.state, export.rows, export.format) == ("ready", 2, "docx")
    data = file_of(export)
    pages = paragraphs(data)
    assert set(pages[::2]) == {"李小明", "张华"}
    assert pages[1::2] == ["红星机械厂工会"] * 2
    assert Document(io.BytesIO(data)).element.xml.count('w:br w:type="page"') == 1


def test_an_archive_holds_a_file_for_each_named_by_its_number(cast, keep):
    export = merged(cast, keep("{{ number }} {{ name }}"), format="zip")
    with zipfile.ZipFile(io.BytesIO(file_of(export))) as packed:
        assert packed.namelist() == ["00001.docx", "00002.docx", "00003.docx"]
        first = paragraphs(packed.read("00001.docx"))[0]
        names = {paragraphs(packed.read(name))[0].split()[1] for name in packed.namelist()}
    assert first.startswith("1 ")
    assert names == {"李小明", "张华", "刘芳"}


@pytest.mark.parametrize("format", ["docx", "zip"])
def test_a_name_with_signs_of_xml_is_only_a_name(cast, keep, format):
    Person.objects.filter(pk=cast.worker.pk).update(name=NASTY)
    conditions = {"query": "unit=U-PLANT", "format": format}
    data = file_of(merged(cast, keep("[{{ name }}]"), **conditions))
    if format == "zip":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            texts = [paragraphs(packed.read(name))[0] for name in packed.namelist()]
    else:
        texts = paragraphs(data)
    assert "[甲&乙<w:p>{{ union }}]" in texts
    assert len(texts) == 2


def test_everybody_in_it_is_told_who_wrote_and_why(cast, keep):
    export = merged(cast, keep(), query="unit=U-PLANT")
    assert is_whole(export)
    assert exported(cast.worker) == [export]
    assert exported(cast.shop_worker) == []
    [line] = lines(exported(cast.worker))
    assert line["body"] == "换届通知"
    assert [entry.verb for entry in trail(export)] == ["letters.exported"]


def test_it_lies_sealed_and_is_deleted_after_its_days(
    cast, keep, django_capture_on_commit_callbacks
):
    export = merged(cast, keep())
    sealed = store._path(export.uid).read_bytes()
    assert b"PK\x03\x04" not in sealed
    with django_capture_on_commit_callbacks(execute=True):
        assert exports.remove_expired(at=export.until + timedelta(minutes=1)) == 1
    assert not store.is_there(export.uid)
    assert export.until - export.made_at == timedelta(days=3)


def test_it_goes_to_nobody_outside_the_writers_scope(cast, keep):
    template = keep()
    assert merged(cast, template, who=cast.plant_chair).rows == 2
    with pytest.raises(Refused):
        merged(cast, template, query="unit=U-STRANGER")


def test_a_writer_out_of_office_gets_no_letters(cast, keep):
    template = keep()
    held = scope(cast.plant_chair, "mailings.print")
    told = {"query": "", "format": "zip", "reason": "x", "by": cast.plant_chair, "on": today()}
    made = actions.merge(template, held, **told)
    end_mandate(cast.plant_chair.mandates.get(), until_on=today(), by=cast.chair, on=today())
    jobs.make.func(made.pk)
    made.refresh_from_db()
    assert made.state == "failed"


def test_a_template_removed_meanwhile_makes_no_letters(cast, keep):
    template = keep()
    held = scope(cast.chair, "mailings.print")
    made = actions.merge(
        template, held, query="", format="zip", reason="x", by=cast.chair, on=today()
    )
    actions.remove_template(template, by=cast.chair, on=today())
    jobs.make.func(made.pk)
    made.refresh_from_db()
    assert made.state == "failed"
    assert not Attachment.objects.exists()
    with pytest.raises(Refused):
        actions.remove_template(template, by=cast.chair, on=today())


def test_a_head_that_differs_from_person_to_person_needs_a_file_each(cast, keep):
    template = keep("{{ name }}", header="{{ name }}")
    with pytest.raises(Refused):
        merged(cast, template)
    assert merged(cast, template, format="zip").rows == 3


def test_a_head_that_is_the_same_for_all_is_filled_in(cast, keep):
    data = file_of(merged(cast, keep("{{ name }}", header="{{ sender }}")))
    head = Document(io.BytesIO(data)).sections[0].header.paragraphs[0].text
    assert head == "东湖区总工会"


def test_too_many_letters_for_one_file_are_refused(cast, keep, monkeypatch):
    monkeypatch.setattr(actions, "MOST_TOGETHER", 2)
    template = keep()
    with pytest.raises(Refused):
        merged(cast, template)
    assert merged(cast, template, format="zip").rows == 3


def test_a_list_of_nobody_makes_no_letters(cast, keep):
    with pytest.raises(Refused):
        merged(cast, keep(), query="status=ended")


def test_memberships_stand_row_by_row(cast, keep):
    Spell.objects.filter(person=cast.worker).update(until_on=today())
    Spell.objects.create(
        person=cast.worker, organisation=cast.units.shop, from_on=today(),
        name_key=cast.worker.name_key,
    )  # fmt: skip
    template = keep("{{ name }}{% for s in memberships %}[{{ s.union }}]{% endfor %}")
    texts = paragraphs(file_of(merged(cast, template)))
    assert "李小明[惠民超市工会][红星机械厂工会]" in texts
    assert "张华[红星机械厂工会]" in texts


def test_the_preview_shows_one_letter_and_counts_as_read(cast, keep, signed_in):
    template = keep("{{ name }}：{{ union }}")
    client = signed_in(cast.chair)
    page = client.post(reverse("mailings:preview", args=[template.pk]), {"member": "李小明"})
    assert "李小明：红星机械厂工会" in page.content.decode()
    assert [entry.verb for entry in reads_of(str(cast.worker.uid))] == ["opened"]
    address = reverse("mailings:preview", args=[template.pk])
    file = client.post(address, {"member": "李小明", "as": "file"})
    assert paragraphs(file.content) == ["李小明：红星机械厂工会"]
    nobody = client.post(address, {"member": "欧阳雪"})
    assert nobody.status_code == 422


def test_a_template_is_lent_downwards_and_removed_only_by_its_union(cast, keep, signed_in):
    template = keep()
    own = keep(unit=cast.units.shop, who=cast.shop_chair, name="超市")
    client = signed_in(cast.plant_chair)
    page = client.get(reverse("mailings:templates")).content.decode()
    assert ("邀请函" in page, "超市" in page) == (True, False)
    assert client.get(own.get_absolute_url()).status_code == 404
    assert client.post(reverse("mailings:remove_template", args=[template.pk])).status_code == 404
    assert signed_in(cast.stranger_chair).get(template.get_absolute_url()).status_code == 404
    assert LetterTemplate.objects.kept().count() == 2


def test_of_two_templates_of_one_name_one_is_refused(cast, keep):
    template = keep()
    with pytest.raises(Refused):
        keep()
    actions.remove_template(template, by=cast.chair, on=today())
    assert keep().pk != template.pk


def test_the_page_takes_a_file_and_says_what_is_in_the_way(cast, signed_in):
    client, address = signed_in(cast.chair), reverse("mailings:upload")
    told = {"name": "通知", "organisation": cast.units.district.pk}
    wrong = client.post(address, {**told, "file": upload_file(docx("{{ nmae }}"))})
    assert wrong.status_code == 409
    assert "nmae" in wrong.content.decode()
    foreign = {**told, "organisation": cast.units.elsewhere.pk}
    assert client.post(address, {**foreign, "file": upload_file(docx("x"))}).status_code == 422
    done = client.post(address, {**told, "file": upload_file(docx("{{ name }}"))})
    template = LetterTemplate.objects.get()
    assert done.url == template.get_absolute_url()
    assert client.get(reverse("mailings:template_file", args=[template.pk])).status_code == 200


def test_whoever_asked_downloads_and_nobody_else(cast, keep, signed_in):
    export = merged(cast, keep())
    address = reverse("exports:download", args=[export.pk])
    answer = signed_in(cast.chair).post(address)
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    assert paragraphs(b"".join(answer.streaming_content))
    assert signed_in(cast.vice_chair).post(address).status_code == 404


def test_the_merge_page_hands_on_the_audience(cast, keep, signed_in):
    template = keep()
    data = {"unit": "U-PLANT", "saved": "", "format": "zip", "reason": "换届"}
    answer = signed_in(cast.chair).post(reverse("mailings:merge", args=[template.pk]), data)
    export = Export.objects.get()
    assert answer.url == reverse("exports:show", args=[export.pk])
    assert export.asked["query"] == "unit=U-PLANT"


def test_queries_grow_by_batch_and_not_by_letter(cast, keep):
    template = keep(
        "{{ name }} {{ member_since }} {% for s in memberships %}{{ s.union }}{% endfor %}"
    )

    def measured() -> int:
        held = scope(cast.chair, "mailings.print")
        told = {"query": "unit=U-PLANT", "format": "zip", "reason": "x"}
        made = actions.merge(template, held, **told, by=cast.chair, on=today())
        with CaptureQueriesContext(connection) as captured:
            jobs.make.func(made.pk)
        return len(captured)

    few = measured()
    for n in range(60):
        joined(f"甲{n}", cast.units.plant, account=False)
    assert measured() <= few + 1
