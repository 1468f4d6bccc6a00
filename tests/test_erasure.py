"""Whoever is erased is named nowhere any more; and every field that may name somebody has its rule."""

import json
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import cast as stage
from unionhall.cases import actions as cases
from unionhall.cases.models import Case, Topic
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.duties.models import Duty
from unionhall.exchange.models import Line
from unionhall.exchange.tests.sheets import xlsx
from unionhall.history.models import Entry
from unionhall.history.queries import trail
from unionhall.members import actions as members
from unionhall.members.applying.models import Application
from unionhall.members.card import actions as cards
from unionhall.members.changes.actions import propose_changes
from unionhall.members.erasure import actions, owed
from unionhall.members.erasure.models import Erasure
from unionhall.members.erasure.parts import parts
from unionhall.members.households.models import Relative
from unionhall.members.models import Person, Spell, Token
from unionhall.members.roster.actions import import_now
from unionhall.members.roster.queries import members_on
from unionhall.members.standing import rests
from unionhall.notifications.models import Message
from unionhall.organisations import actions as organisations

cast, signed_in, units = stage.cast, stage.signed_in, stage.units
pytestmark = pytest.mark.django_db
NUMBER = "110000200401142619"
# What is written about this one person, and nowhere else.
SECRETS = (
    *(
        "欧阳晓晓",
        "13987650001",
        NUMBER,
        "xiao xiao",
        "焊接一班夜班",
        "三个月没发加班费",
        "正在核实工资表",
    ),
    *(
        "内部看法甲",
        "产假期间",
        "调岗理由乙",
        "欧阳小宝",
        "工资条.png",
        "冲压车间",
        "xiaoxiao@example.org",
    ),
)


@pytest.fixture
def person(cast, settings, tmp_path):
    """A member with everything the product writes down, who has left."""
    settings.MEDIA_ROOT = tmp_path
    on, by = today(), cast.plant_chair
    told = cast.worker
    members.correct(
        told,
        {"name": "欧阳晓晓", "phone": "13987650001", "id_number": NUMBER, "sex": "male",
         "birth_on": date(2004, 1, 14), "department": "焊接一班夜班"},
        version=1, reason="调岗理由乙", by=by, on=on,
    )  # fmt: skip
    told.refresh_from_db()
    told.user.name, told.user.phone, told.user.email = (
        told.name,
        told.phone,
        "xiaoxiao@example.org",
    )
    told.user.save()
    case = cases.take_down(
        told, topic=Topic.PAY, text="三个月没发加班费", by=cast.rights_officer, on=on
    )
    cases.accept(case, by=cast.rights_officer, on=on)
    cases.note(case, text="内部看法甲", by=cast.rights_officer, on=on)
    cases.reply(case, text="正在核实工资表", by=cast.rights_officer, on=on)
    Case.objects.filter(pk=case.pk).update(status="closed", closed_on=on)
    cards.issue(told, by=told.user, on=on)
    rests.keep(told.spells.get(), cause="leave", from_on=on, reason="产假期间", by=by, on=on)
    propose_changes(
        Person.objects.get(pk=told.pk),
        {"department": "冲压车间"},
        version=2,
        reason="调岗理由乙",
        files=[SimpleUploadedFile("工资条.png", stage_png(), content_type="image/png")],
        by=told.user,
        on=on,
    )
    sheet = xlsx([["姓名", "身份证号", "部门"], ["欧阳晓晓", NUMBER, "冲压车间"]])
    import_now(sheet, "a.xlsx", organisation=cast.units.plant, on=on, by=by, fields=("department",))
    Relative.objects.create(
        person=told, kind="child", name="欧阳小宝", from_on=on, entered_on=on, entered_by=by
    )
    Application.objects.create(
        organisation=cast.units.shop, name="欧阳晓晓", phone="13987650001", asked_on=on,
        state="refused", decided_on=on, reason="x",
    )  # fmt: skip
    Spell.objects.filter(person=told).update(until_on=on)
    return Person.objects.get(pk=told.pk)


def stage_png() -> bytes:
    from tests.access_examples import PNG

    return PNG


def written() -> str:
    """Every value in the database that could be read, the keys of persons opened too."""
    found = []
    for model in apps.get_models():
        for row in model._base_manager.values_list():
            for value in row:
                if isinstance(value, bytes | memoryview):
                    found.append(bytes(value).decode("utf-8", "ignore"))
                elif value is not None:
                    found.append(json.dumps(value, ensure_ascii=False, default=str))
    return "\n".join(found)


def readable(person: Person) -> str:
    """What the history and past imports could still tell of the person."""
    entries = [entry.personal for entry in trail(person)]
    return json.dumps(entries, ensure_ascii=False, default=str)


def erased(person, cast) -> dict:
    made = actions.ask(person, by=person.user, on=today())
    return actions.erase(made, by=cast.register_officer, on=today())


def test_before_the_erasure_all_of_it_stands_there(person):
    """Else the test below would prove nothing."""
    text = written() + readable(person)
    missing = [secret for secret in SECRETS if secret not in text]
    assert missing == [NUMBER]  # sealed from the start


def test_nothing_that_names_the_person_is_left(person, cast, settings, tmp_path):
    before = Entry.objects.count()
    done = erased(person, cast)
    text = written() + readable(person)
    assert [secret for secret in SECRETS if secret in text] == []
    assert done.keys() == {part.name for part in parts()}
    assert Entry.objects.count() >= before
    assert Token.objects.filter(spell__person=person).count() == 0
    assert bytes(Line.objects.get(what="change").sealed)[:1] != b""
    assert trail(person)[0].personal is None
    person.refresh_from_db()
    assert (person.name, person.user, person.erased_on) == ("–", None, today())


def test_files_are_gone_from_the_disk(person, cast, settings, django_capture_on_commit_callbacks):
    before = [file for file in settings.MEDIA_ROOT.rglob("*.content*") if file.is_file()]
    with django_capture_on_commit_callbacks(execute=True):
        erased(person, cast)
    assert before
    assert [file for file in before if file.exists()] == []


def test_the_counts_of_past_days_stay(person, cast):
    day = today() - timedelta(days=1)
    before = members_on(cast.units.plant, on=day)
    erased(person, cast)
    assert members_on(cast.units.plant, on=day) == before
    assert Spell.objects.filter(person=person).count() == 1
    assert Person.objects.get(pk=person.pk).sex == "male"


def test_the_account_is_closed_and_names_nobody(person, cast):
    user = person.user
    erased(person, cast)
    user.refresh_from_db()
    assert (user.is_active, user.name, user.phone, user.email) == (False, "–", None, "")
    assert Message.objects.filter(receiver=user).count() == 0


def test_whoever_held_an_office_keeps_the_name_they_signed_with(person, cast):
    yesterday = today() - timedelta(days=1)
    organisations.appoint(
        person.user, cast.units.plant, "desk_officer", from_on=yesterday, by=None, on=today()
    )
    with pytest.raises(Refused, match=r"office|任职"):
        erased(person, cast)
    mandate = person.user.mandates.get()
    organisations.end_mandate(mandate, until_on=today(), by=None, on=today())
    actions.erase(Erasure.objects.get(), by=cast.register_officer, on=today())
    assert person.user.__class__.objects.get(pk=person.user.pk).name == "欧阳晓晓"


class TestAsking:
    def test_a_member_has_to_leave_first(self, cast):
        with pytest.raises(Refused, match=r"as long as they are members|会员"):
            actions.ask(cast.worker, by=cast.worker.user, on=today())

    def test_it_opens_a_duty_that_the_decision_fulfils(self, person, cast):
        made = actions.ask(person, by=person.user, on=today())
        duty = Duty.objects.get(kind=owed.DECIDE)
        assert (duty.office, duty.organisation) == ("organisation_officer", cast.units.plant)
        actions.refuse_erasure(made, reason="仲裁未结", by=cast.register_officer, on=today())
        assert Duty.objects.open().filter(kind=owed.DECIDE).count() == 0

    def test_twice_is_once(self, person, cast):
        actions.ask(person, by=person.user, on=today())
        with pytest.raises(Refused):
            actions.ask(person, by=person.user, on=today())
        assert Erasure.objects.count() == 1

    def test_the_person_takes_it_back_or_reads_why_not(self, person, cast, signed_in):
        client = signed_in(person)
        client.post(reverse("erasure:my_ask"), {"reason": ""})
        client.post(reverse("erasure:my_withdraw"))
        assert Erasure.objects.get().state == "withdrawn"
        client.post(reverse("erasure:my_ask"), {"reason": ""})
        made = Erasure.objects.latest("pk")
        actions.refuse_erasure(made, reason="仲裁未结", by=cast.register_officer, on=today())
        assert "仲裁未结" in client.get(reverse("members:take_out")).content.decode()

    def test_of_two_who_decide_one_is_told(self, person, cast):
        made = actions.ask(person, by=person.user, on=today())
        other = Erasure.objects.get(pk=made.pk)
        actions.refuse_erasure(made, reason="仲裁未结", by=cast.register_officer, on=today())
        with pytest.raises(Refused):
            actions.erase(other, by=cast.register_officer, on=today())
        assert Person.objects.get(pk=person.pk).name == "欧阳晓晓"


class TestHolds:
    def test_while_it_stands_nothing_is_erased(self, person, cast):
        hold = actions.hold(person, ground="仲裁 2026-17", by=cast.chair, on=today())
        with pytest.raises(Refused, match="仲裁 2026-17"):
            erased(person, cast)
        assert Person.objects.get(pk=person.pk).name == "欧阳晓晓"
        actions.release_hold(hold, by=cast.chair, on=today())
        actions.erase(Erasure.objects.get(), by=cast.register_officer, on=today())
        assert Person.objects.get(pk=person.pk).name == "–"

    def test_it_needs_a_ground_and_an_end_after_its_beginning(self, person, cast):
        with pytest.raises(Refused):
            actions.hold(person, ground=" ", by=cast.chair, on=today())
        with pytest.raises(Refused):
            actions.hold(person, ground="x", until_on=today(), by=cast.chair, on=today())

    def test_released_once(self, person, cast):
        hold = actions.hold(person, ground="x", by=cast.chair, on=today())
        actions.release_hold(hold, by=cast.chair, on=today())
        with pytest.raises(Refused):
            actions.release_hold(hold, by=cast.chair, on=today())

    def test_an_open_request_forbids_it_too(self, person, cast):
        Case.objects.update(status="accepted", closed_on=None)
        with pytest.raises(Refused, match=r"request|诉求"):
            erased(person, cast)

    def test_on_the_page(self, person, cast, signed_in):
        client = signed_in(cast.chair)
        address = reverse("erasure:holds", args=[person.pk])
        client.post(address, {"ground": "仲裁 2026-17", "until_on": ""})
        assert "仲裁 2026-17" in client.get(address).content.decode()
        hold = person.holds.get()
        client.post(reverse("erasure:release_hold", args=[hold.pk]))
        hold.refresh_from_db()
        assert hold.released_by == cast.chair


def test_the_officer_must_say_that_it_is_meant(person, cast, signed_in):
    made = actions.ask(person, by=person.user, on=today())
    client = signed_in(cast.register_officer)
    page = client.get(reverse("erasure:show", args=[made.pk])).content.decode()
    assert "欧阳晓晓" in page
    assert client.post(reverse("erasure:erase", args=[made.pk]), {}).status_code == 422
    assert Person.objects.get(pk=person.pk).erased_on is None
    client.post(reverse("erasure:erase", args=[made.pk]), {"sure": "on"})
    assert Person.objects.get(pk=person.pk).erased_on == today()


@pytest.mark.parametrize(
    "office", ["rights_officer", "plant_desk_officer", "stranger_register_officer"]
)
def test_to_others_the_request_does_not_exist(person, cast, signed_in, office):
    made = actions.ask(person, by=person.user, on=today())
    client = signed_in(getattr(cast, office))
    assert client.get(reverse("erasure:show", args=[made.pk])).status_code == 404
    assert client.post(reverse("erasure:erase", args=[made.pk]), {"sure": "on"}).status_code == 404
