"""A report from its receipt to its end, and whom it is open to."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from unionhall.access.scope import scope
from unionhall.accounts.models import User
from unionhall.cases.models import Case
from unionhall.core import keyring
from unionhall.core.errors import Refused
from unionhall.core.keyring import Unreadable
from unionhall.duties.models import Duty
from unionhall.history.models import Entry
from unionhall.notifications.models import Message
from unionhall.organisations import actions as organisations
from unionhall.organisations.models import Mandate
from unionhall.tips import actions, closing, owed, receipts, recipients, reporting, vault
from unionhall.tips.clock import close_answered, destroy_closed
from unionhall.tips.models import Envelope, Said, State, Tip, TipFile
from unionhall.tips.queries import conversation, name_in
from unionhall.tips.tests.conftest import WORDS

pytestmark = pytest.mark.django_db


def opened(receipt: str):
    return reporting.found(receipts.secret_of(receipt))


def seen_by(user) -> list[Tip]:
    return list(Tip.objects.within(scope(user, "tips.view")))


def key_of(tip, user) -> bytes:
    return vault.key_for(tip, user)


def test_a_report_goes_above_the_workplace_to_rights_officers_and_chair(cast, on):
    nearest, above = recipients.levels(cast.units.plant, on=on)
    assert nearest.organisation == cast.units.district
    assert {user for user, _offices in nearest.people} == {
        cast.rights_officer,
        cast.second_rights_officer,
        cast.chair,
    }
    assert above.organisation == cast.units.city


def test_the_receipt_opens_the_words_and_nothing_else_does(sent):
    tip, receipt = sent
    same, key = opened(receipt)
    assert same == tip
    assert [words.text for words in conversation(tip, key)] == [WORDS]
    assert opened(str((int(receipt) + 1) % 10**16).zfill(16)) is None


def test_an_officer_opens_it_in_their_office_and_others_do_not(cast, sent):
    tip, receipt = sent
    assert key_of(tip, cast.rights_officer) == key_of(tip, cast.chair) == opened(receipt)[1]
    for nobody in (cast.city_rights_officer, cast.plant_chair, cast.street_chair, cast.vice_chair):
        with pytest.raises(Unreadable):
            key_of(tip, nobody)


def test_each_office_of_the_district_and_beyond_sees_only_what_was_sealed_for_it(cast, sent):
    tip, _receipt = sent
    sees = {
        name
        for name, who in vars(cast).items()
        if name != "units" and tip in seen_by(getattr(who, "user", who))
    }
    assert sees == {"chair", "rights_officer", "second_rights_officer"}


def test_whoever_is_left_out_does_not_learn_of_it(cast, send, on):
    tip, _receipt = send(leave_out=[cast.rights_officer])
    assert seen_by(cast.rights_officer) == []
    assert seen_by(cast.second_rights_officer) == [tip]
    assert not Message.objects.filter(receiver=cast.rights_officer).exists()
    duty = Duty.objects.about(tip).get()
    assert duty.holder == cast.second_rights_officer
    for shown in (
        Duty.objects.visible_to(cast.rights_officer),
        Duty.objects.in_sight_of(cast.rights_officer),
        Duty.objects.all().held_by(cast.rights_officer, on=on),
    ):
        assert not shown.filter(pk=duty.pk).exists()
    assert Duty.objects.visible_to(cast.second_rights_officer).filter(pk=duty.pk).exists()


def test_an_office_left_out_whole_has_no_envelope(cast, send):
    tip, _receipt = send(leave_out=[cast.chair])
    assert [row.opener.office for row in tip.envelopes.all()] == ["rights_officer"]
    with pytest.raises(Unreadable):
        key_of(tip, cast.chair)


def test_nobody_left_to_answer_is_refused_and_nothing_is_kept(cast, send, english):
    with pytest.raises(Refused, match="Nobody would be left"):
        send(leave_out=[cast.rights_officer, cast.second_rights_officer])
    assert (Tip.objects.count(), Envelope.objects.count(), Said.objects.count()) == (0, 0, 0)


def test_it_can_go_one_level_higher(cast, send):
    tip, _receipt = send(above=1)
    assert tip.receiver == cast.units.city
    assert (seen_by(cast.city_rights_officer), seen_by(cast.rights_officer)) == ([tip], [])


def test_question_and_answer_go_by_the_receipt(cast, sent, on):
    tip, receipt = sent
    key = key_of(tip, cast.rights_officer)
    actions.accept(tip, by=cast.rights_officer, on=on)
    actions.ask(tip, key, text="哪个车间？", by=cast.rights_officer, on=on)
    mine, my_key = opened(receipt)
    assert mine.state == State.ASKED
    reporting.add(mine, my_key, text="二车间", on=on)
    tip.refresh_from_db()
    assert tip.state == State.ACCEPTED
    actions.answer(tip, key, text="已责令补发", by=cast.rights_officer, on=on)
    assert [words.text for words in conversation(tip, my_key)] == [
        WORDS,
        "哪个车间？",
        "二车间",
        "已责令补发",
    ]
    assert tip.silent_until == on + timedelta(days=30)
    assert not Duty.objects.about(tip).open().exists()


def test_writing_after_the_answer_opens_it_again_with_a_new_duty(cast, sent, on):
    tip, receipt = sent
    actions.accept(tip, by=cast.rights_officer, on=on)
    actions.answer(
        tip, key_of(tip, cast.rights_officer), text="查过了", by=cast.rights_officer, on=on
    )
    actions.close(tip, by=None, on=on + timedelta(days=31))
    mine, key = opened(receipt)
    reporting.add(mine, key, text="没有解决", on=on + timedelta(days=40))
    mine.refresh_from_db()
    assert (mine.state, mine.destroy_on, mine.closed_on) == (State.ACCEPTED, None, None)
    assert Duty.objects.about(mine).open().get().kind == owed.ANSWER


def test_nothing_is_closed_before_the_reporter_had_their_time(cast, sent, on, english):
    tip, _receipt = sent
    with pytest.raises(Refused, match="is now"):
        actions.close(tip, by=cast.rights_officer, on=on)
    actions.accept(tip, by=cast.rights_officer, on=on)
    actions.answer(tip, key_of(tip, cast.chair), text="查过了", by=cast.chair, on=on)
    with pytest.raises(Refused, match="may still write again") as refused:
        actions.close(tip, by=cast.rights_officer, on=on)
    assert refused.value.citation.rule == "own.tip.silent_30d"


def test_of_two_who_take_it_up_one_is_told(cast, sent, on, english):
    tip, _receipt = sent
    again = Tip.objects.get(pk=tip.pk)
    actions.accept(tip, by=cast.rights_officer, on=on)
    with pytest.raises(Refused, match="is now “in hand”"):
        actions.accept(again, by=cast.second_rights_officer, on=on)


def closed(tip, cast, on):
    actions.accept(tip, by=cast.rights_officer, on=on)
    actions.answer(
        tip, key_of(tip, cast.rights_officer), text="查过了", by=cast.rights_officer, on=on
    )
    actions.close(tip, by=None, on=on + timedelta(days=31))


def test_a_closed_report_is_destroyed_on_its_day_and_not_before(cast, sent, on):
    tip, receipt = sent
    closed(tip, cast, on)
    day = on + timedelta(days=31 + 90)
    assert tip.destroy_on == day
    actions.destroy(tip, on=day - timedelta(days=1))
    assert opened(receipt) is not None
    actions.destroy(tip, on=day)
    assert opened(receipt) is None
    left = [model.objects.count() for model in (Tip, Envelope, Said, TipFile)]
    assert left == [0, 0, 0, 0]
    assert not Message.objects.filter(subject_type="tips.tip").exists()
    assert Entry.objects.filter(verb="tips.destroyed").get().facts == {"number": tip.number}


def test_the_clock_closes_and_destroys(cast, sent, on):
    def noon(days):
        return timezone.make_aware(datetime.combine(on + timedelta(days=days), time(12)))

    tip, receipt = sent
    actions.accept(tip, by=cast.rights_officer, on=on)
    actions.answer(
        tip, key_of(tip, cast.rights_officer), text="查过了", by=cast.rights_officer, on=on
    )
    close_answered(noon(30))
    assert Tip.objects.get().state == State.ANSWERED
    close_answered(noon(31))
    assert Tip.objects.get().state == State.CLOSED
    destroy_closed(noon(120))
    assert Tip.objects.exists()
    destroy_closed(noon(121))
    assert opened(receipt) is None


def test_taken_back_it_is_destroyed_at_once(sent, on):
    tip, receipt = sent
    reporting.withdraw(tip, on=on)
    assert opened(receipt) is None
    assert not Duty.objects.filter(subject_type="tips.tip").open().exists()


def test_without_a_name_nobody_takes_it_over(cast, sent, on, english):
    tip, _receipt = sent
    with pytest.raises(Refused, match="has not given a name"):
        actions.take_over(
            tip,
            key_of(tip, cast.rights_officer),
            person=cast.worker,
            topic="pay",
            text=WORDS,
            by=cast.rights_officer,
            on=on,
        )


def test_with_a_name_it_goes_on_as_a_restricted_request(cast, sent, on):
    _tip, receipt = sent
    mine, key = opened(receipt)
    reporting.give_name(mine, key, name="李小明", phone="13900000001", on=on)
    assert name_in(conversation(mine, key)) == ("李小明", "13900000001")
    case = actions.take_over(
        mine,
        key,
        person=cast.worker,
        topic="pay",
        text=WORDS,
        by=cast.rights_officer,
        on=on,
    )
    assert (case.person, case.is_restricted) == (cast.worker, True)
    assert case.number in conversation(mine, key)[-1].text
    assert Tip.objects.get().state == State.CLOSED


def test_whoever_was_left_out_cannot_come_to_read_the_request(cast, send, on, english):
    _tip, receipt = send(leave_out=[cast.second_rights_officer])
    mine, key = opened(receipt)
    reporting.give_name(mine, key, name="李小明", phone="13900000001", on=on)
    with pytest.raises(Refused, match="left out could read"):
        actions.take_over(
            mine, key, person=cast.worker, topic="pay", text=WORDS, by=cast.rights_officer, on=on
        )
    assert not Case.objects.exists()


def test_the_same_form_is_taken_once(cast, on, english):
    level = recipients.levels(cast.units.plant, on=on)[0]
    reporting.send(cast.units.plant, level, text=WORDS, stamp="one", on=on)
    with pytest.raises(Refused, match="sent already"):
        reporting.send(cast.units.plant, level, text=WORDS, stamp="one", on=on)
    assert Tip.objects.count() == 1


def test_a_successor_in_the_office_reads_it_and_whoever_left_does_not(cast, sent, on):
    tip, _receipt = sent
    held = Mandate.objects.get(user=cast.rights_officer)
    organisations.end_mandate(held, until_on=on, by=None, on=on)
    new = User.objects.create_user(username="new", name="新人")
    organisations.appoint(new, cast.units.district, "rights_officer", from_on=on, by=None, on=on)
    assert seen_by(User.objects.get(pk=cast.rights_officer.pk)) == []
    assert seen_by(new) == [tip]
    assert key_of(tip, new) == key_of(tip, cast.chair)


def test_new_sealing_keys_open_old_reports(cast, sent):
    tip, _receipt = sent
    before = key_of(tip, cast.chair)
    keyring.rotate()
    assert vault.reseal() == 2
    assert (vault.reseal(), key_of(tip, cast.chair)) == (0, before)


def test_a_federation_with_reports_does_not_close(cast, sent, on):
    assert closing.reports_there(cast.units.district, on) != ""
    assert closing.reports_there(cast.units.city, on) == ""


def test_of_several_in_an_office_the_one_left_out_gets_no_reminder(cast, send, on):
    tip, receipt = send(leave_out=[cast.rights_officer])
    actions.accept(tip, by=cast.second_rights_officer, on=on)
    duty = Duty.objects.about(tip).open().get()
    assert (duty.kind, duty.holder) == (owed.ANSWER, cast.second_rights_officer)
    mine, key = opened(receipt)
    reporting.add(mine, key, text="再说一句", on=on)
    told = Message.objects.filter(subject_type="tips.tip").values_list("receiver", flat=True)
    assert set(told) == {cast.second_rights_officer.pk, cast.chair.pk}


@given(receipt=st.integers(0, 10**16 - 1), gap=st.sampled_from(["", " ", "-", "\u3000", "  "]))
def test_a_receipt_is_read_however_it_is_spaced(receipt, gap):
    digits = f"{receipt:016}"
    spaced = gap.join(digits[place : place + 4] for place in range(0, 16, 4))
    assert receipts.digits_of(spaced) == digits
    assert receipts.digits_of(receipts.in_fours(digits)) == digits
    wide = digits.translate({ord("0") + n: 0xFF10 + n for n in range(10)})
    assert receipts.digits_of(wide) == digits


@given(plain=st.binary(max_size=200), context=st.binary(max_size=20))
def test_what_is_sealed_opens_in_its_place_alone(plain, context):
    key = vault.new_key()
    sealed = vault.seal(key, plain, context=context)
    assert vault.unseal(key, sealed, context=context) == plain
    for other, where in ((vault.new_key(), context), (key, context + b"x")):
        with pytest.raises(Unreadable):
            vault.unseal(other, sealed, context=where)
