"""A hazard: reported or noted, told, mended, seen to be mended, or taken up by letter."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.access_examples import PNG

from unionhall.core.errors import Refused
from unionhall.documents.models import Attachment
from unionhall.duties.models import Duty
from unionhall.history.models import Entry
from unionhall.history.queries import reads_of
from unionhall.members.models import Spell
from unionhall.notifications.models import Message
from unionhall.supervision import hazards
from unionhall.supervision.models import Hazard

pytestmark = pytest.mark.django_db


def owed(row) -> list[str]:
    return [one.kind for one in Duty.objects.about(row).open().order_by("pk")]


def test_a_report_goes_to_the_member_s_own_union_and_keeps_the_name(cast, hazard):
    assert (hazard.organisation, hazard.name_kept) == (cast.units.plant, True)
    assert owed(hazard) == ["supervision.tell_hazard"]
    entry = Entry.objects.get(verb="supervision.hazard_reported")
    assert (entry.by_id, entry.person) == (None, "")
    assert "李小明" not in str(list(Message.objects.values("facts", "url")))


def test_whoever_is_in_no_union_reports_to_none(cast, on):
    Spell.objects.filter(person=cast.worker).update(until_on=on)
    with pytest.raises(Refused):
        hazards.report_hazard(cast.worker, place="x", text="x", by=cast.worker.user, on=on)


def test_it_goes_from_noted_to_told_to_mended_to_verified(cast, hazard, on):
    told = {"by": cast.plant_chair, "on": on}
    with pytest.raises(Refused):
        hazards.mend_hazard(hazard, ground="x", **told)
    with pytest.raises(Refused):
        hazards.tell_hazard(hazard, due_on=on - timedelta(days=1), **told)
    hazards.tell_hazard(hazard, due_on=on + timedelta(days=4), **told)
    assert owed(hazard) == ["supervision.verify_hazard"]
    hazards.mend_hazard(hazard, ground="货物已清走", **told)
    hazards.verify_hazard(hazard, ground="通道已清空", **told)
    assert (hazard.state, hazard.ended_on, owed(hazard)) == ("verified", on, [])
    told_worker = Message.objects.filter(receiver=cast.worker.user, template="supervision/hazard")
    assert sorted(row.facts["what"] for row in told_worker) == ["mended", "told", "verified"]


@pytest.mark.parametrize("verb", ["drop_hazard", "verify_hazard", "mend_hazard"])
def test_an_empty_word_settles_nothing(cast, hazard, verb, on):
    hazards.tell_hazard(hazard, due_on=on, by=cast.plant_chair, on=on)
    with pytest.raises(Refused):
        getattr(hazards, verb)(hazard, ground=" ", by=cast.plant_chair, on=on)
    assert Hazard.objects.get().state == "told"


def test_of_two_who_act_at_once_one_is_told(cast, hazard, on):
    stale = Hazard.objects.get()
    hazards.drop_hazard(hazard, ground="是消防演习", by=cast.plant_chair, on=on)
    with pytest.raises(Refused):
        hazards.tell_hazard(stale, due_on=on, by=cast.chair, on=on)
    assert (stale.state, owed(hazard)) == ("dropped", [])


def test_what_is_not_mended_in_time_is_taken_up_by_letter(cast, hazard, on):
    told = {"by": cast.plant_chair}
    hazards.tell_hazard(hazard, due_on=on + timedelta(days=4), on=on, **told)
    with pytest.raises(Refused):
        hazards.escalate_hazard(hazard, on=on + timedelta(days=4), **told)
    matter = hazards.escalate_hazard(hazard, on=on + timedelta(days=5), **told)
    assert (hazard.state, hazard.matter, owed(hazard)) == ("escalated", matter, [])
    assert matter.findings.get().text == "二车间：安全出口堆满货物"


def test_a_grave_one_is_taken_up_at_once_but_only_where_the_employer_is_known(cast, employer, on):
    told = {"place": "锅炉房", "text": "压力表坏", "severity": 3, "due_on": on + timedelta(days=3)}
    made = hazards.note_hazard(cast.units.plant, **told, by=cast.plant_chair, on=on)
    assert hazards.escalate_hazard(made, by=cast.plant_chair, on=on).employer == employer
    other = hazards.note_hazard(cast.units.street, **told, by=cast.street_chair, on=on)
    with pytest.raises(Refused):
        hazards.escalate_hazard(other, by=cast.street_chair, on=on)


def test_a_round_notes_it_with_a_photo_on_one_page(cast, employer, signed_in):
    from unionhall.core.clock import today

    sent = {
        "organisation": cast.units.plant.code,
        "place": "三号行车",
        "text": "限位失灵",
        "severity": "3",
        "due_on": today(),
        "files": [SimpleUploadedFile("a.png", PNG)],
    }
    answer = signed_in(cast.plant_chair).post(reverse("supervision:note_hazard"), sent)
    made = Hazard.objects.get()
    assert (answer.url, made.state) == (made.get_absolute_url(), "told")
    assert Attachment.objects.of(made).count() == 1


def test_a_member_reports_and_follows_it_on_their_own_pages(cast, employer, signed_in):
    client = signed_in(cast.worker)
    sent = {"place": "二车间", "text": "出口堵塞", "severity": "2", "name_kept": "1"}
    answer = client.post(reverse("supervision:report_hazard"), sent)
    made = Hazard.objects.get()
    assert (answer.url, made.reporter, made.name_kept) == (made.my_url, cast.worker, True)
    assert client.get(made.my_url).status_code == 200
    assert "二车间" in client.get(reverse("supervision:my_hazards")).content.decode()
    assert reverse("supervision:my_hazards") in client.get(reverse("cases:home")).content.decode()
    assert signed_in(cast.colleague).get(made.my_url).status_code == 404


def test_whoever_opens_a_report_is_shown_to_who_reported_it(cast, hazard, signed_in):
    page = signed_in(cast.plant_chair).get(hazard.get_absolute_url()).content.decode()
    assert "李小明" in page
    assert [entry.by for entry in reads_of(str(cast.worker.uid))] == [cast.plant_chair]
    listed = signed_in(cast.plant_chair).get(reverse("supervision:hazards")).content.decode()
    assert ("二车间" in listed, "李小明" in listed) == (True, False)


@pytest.mark.parametrize("verb", ["tell", "mend", "verify", "drop", "escalate"])
def test_out_of_scope_nothing_is_there(cast, hazard, signed_in, verb):
    address = reverse(f"supervision:{verb}_hazard", args=[hazard.pk])
    assert signed_in(cast.stranger_chair).post(address).status_code == 404
    assert Hazard.objects.get().state == "noted"


def test_the_pages_do_what_the_acts_do(cast, hazard, signed_in):
    from unionhall.core.clock import today

    client = signed_in(cast.plant_chair)
    for verb, sent, state in (
        ("tell", {"due_on": today()}, "told"),
        ("mend", {"ground": "说清走了"}, "mended"),
        ("verify", {"ground": "看过了"}, "verified"),
    ):
        client.post(reverse(f"supervision:{verb}_hazard", args=[hazard.pk]), sent)
        assert Hazard.objects.get().state == state
