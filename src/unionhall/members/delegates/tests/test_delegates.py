"""A member lets somebody act for them, in named matters and no other, until either ends it."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.access_examples import PNG

from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.documents.models import Attachment
from unionhall.history.queries import reads_of, trail
from unionhall.members.changes import actions as changes
from unionhall.members.changes.models import ChangeProposal
from unionhall.members.delegates import actions
from unionhall.members.delegates.models import Delegation
from unionhall.members.delegates.queries import done_under
from unionhall.members.models import Person
from unionhall.members.sentences import story
from unionhall.members.standing import leaving
from unionhall.notifications.models import Message

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SENT = {"version": 1, "name": "李晓明", "phone": "13900000001", "is_migrant": "unknown"}


def paper():
    return SimpleUploadedFile("委托书.png", PNG, content_type="image/png")


def told_to(user):
    rows = Message.objects.in_app().filter(receiver=user, template="members/delegation")
    return [row.facts["what"] for row in rows.order_by("pk")]


def test_somebody_with_an_account_acts_from_a_day_until_another(give, cast, on):
    given = give(from_on=on + DAY, until_on=on + 5 * DAY)
    held = [given.holds(on + number * DAY) for number in range(7)]
    assert held == [False, True, True, True, True, False, False]
    found = [Delegation.objects.in_force(on=on + number * DAY).exists() for number in range(7)]
    assert found == held
    assert (given.delegate, told_to(cast.colleague.user)) == (cast.colleague.user, ["given"])
    assert trail(cast.worker)[-1].personal == {"delegate": "张华"}


@pytest.mark.parametrize(
    "told",
    [
        {"phone": "13900000003"},
        {"name": "刘芳"},
        {"name": "李小明", "phone": "13900000001"},
        {"matters": []},
        {"matters": ["data", "everything"]},
        {"until_on": date(2026, 6, 1)},
        {"from_on": date(2026, 7, 1), "until_on": date(2026, 6, 20)},
    ],
    ids=["number", "name", "oneself", "nothing", "unknown", "over", "backwards"],
)
def test_what_cannot_be_is_refused(told, give):
    with pytest.raises(Refused):
        give(**told)
    assert not Delegation.objects.exists()


def test_nobody_is_named_twice_but_anew_once_it_ran_out(give, on):
    give(until_on=on + DAY)
    with pytest.raises(Refused):
        give()
    Delegation.objects.update(from_on=on - 9 * DAY, until_on=on)
    give()
    assert Delegation.objects.filter(revoked_on=None).count() == 1


@pytest.mark.parametrize("side", ["worker", "colleague"])
def test_either_revokes_it_at_once_and_the_other_is_told(side, given, cast, on):
    other = Delegation.objects.get()
    actions.revoke_delegation(given, by=getattr(cast, side).user, on=on)
    assert not given.holds(on)
    told = cast.colleague if side == "worker" else cast.worker
    assert told_to(told.user)[-1] == "revoked"
    with pytest.raises(Refused):
        actions.revoke_delegation(other, by=cast.plant_chair, on=on)


def test_it_ends_with_the_member_s_death(given, cast, on):
    leaving.note_death(cast.worker, died_on=on, by=cast.plant_chair, on=on)
    assert not Delegation.objects.in_force(on=on).exists()
    assert not Delegation.objects.get().holds(on)


def test_an_officer_takes_it_down_with_reason_and_paper(cast, on):
    told = {"name": "张华", "phone": "13900000002", "matters": ["data"], "from_on": on}
    for reason, files in ((" ", [paper()]), ("视力障碍", [])):
        with pytest.raises(Refused):
            actions.record_delegation(
                cast.worker, **told, reason=reason, files=files, by=cast.plant_chair, on=on
            )
    told |= {"reason": "视力障碍，不能用手机"}
    made = actions.record_delegation(
        cast.worker, **told, files=[paper()], by=cast.plant_chair, on=on
    )
    assert (made.recorded_by, Attachment.objects.of(made).count()) == (cast.plant_chair, 1)
    assert told_to(cast.worker.user) == told_to(cast.colleague.user) == ["given"]
    actions.revoke_delegation(made, by=cast.plant_chair, on=on)
    with pytest.raises(Refused):
        actions.record_delegation(
            cast.worker, **told, files=[paper()], by=cast.colleague.user, on=on
        )


def test_what_the_delegate_does_stands_in_the_history_as_theirs_for_the_member(given, cast, on):
    person = Person.objects.get(pk=cast.worker.pk)
    told = {"name": "李晓明", "phone": "13700137001"}
    made = changes.propose_changes(
        person,
        told,
        version=1,
        reason="与身份证一致",
        under=given.pk,
        by=cast.colleague.user,
        on=on,
    ).proposal
    signed = {line["by_label"] for line in done_under(given)}
    assert signed == {"张华（代会员本人）"}
    assert len(done_under(given)) == 2  # the number at once, the name proposed
    assert signed < {line["by_label"] for line in story(trail(cast.worker))}
    # Whoever proposed it does not decide on it, even as an officer.
    with pytest.raises(Refused):
        changes.approve_changes(made, by=cast.colleague.user, on=on)
    changes.approve_changes(made, by=cast.plant_chair, on=on)
    for user in (cast.worker.user, cast.colleague.user):
        assert Message.objects.in_app().filter(receiver=user, template="members/changes").exists()


def test_the_delegate_acts_under_a_banner_and_the_member_reads_it(given, cast, signed_in):
    client = signed_in(cast.colleague)
    home, mine, propose = (
        reverse(f"delegates:{name}", args=[given.uid])
        for name in ("acting", "my_changes_for", "propose_for")
    )
    english = {"accept-language": "en"}
    for url in (home, mine, propose):
        assert "You act for 李小明" in client.get(url, headers=english).content.decode()
    assert client.post(propose, SENT | {"reason": "与身份证一致"}).status_code == 302
    row = ChangeProposal.objects.get()
    assert (row.person, row.proposed_by) == (cast.worker, cast.colleague.user)
    withdraw = reverse("delegates:withdraw_changes_for", args=[given.uid, row.uid])
    assert withdraw in client.get(mine).content.decode()
    client.post(withdraw)
    assert ChangeProposal.objects.get().state == "withdrawn"
    seen = [(e.verb, e.by) for e in reads_of(str(cast.worker.uid))]
    assert ("members.seen_by_delegate", cast.colleague.user) in seen
    page = signed_in(cast.worker).get(reverse("delegates:my_delegates"), headers=english)
    assert "张华, for the member" in page.content.decode()


@pytest.mark.parametrize("before", ["nothing named", "revoked", "not yet", "over"])
def test_outside_the_delegation_there_is_nothing(before, given, cast, signed_in):
    changed = {
        "nothing named": {"matters": ["requests"]},
        "revoked": {"revoked_on": today()},
        "not yet": {"from_on": today() + DAY},
        "over": {"from_on": today() - 9 * DAY, "until_on": today()},
    }[before]
    Delegation.objects.update(**changed)
    client = signed_in(cast.colleague)
    for name in ("my_changes_for", "propose_for"):
        url = reverse(f"delegates:{name}", args=[given.uid])
        assert client.get(url).status_code == client.post(url, SENT).status_code == 404
    file = client.get(f"/api/v1/me/for/{given.uid}/file")
    body = {"version": 1, "name": "李晓明", "reason": "x"}
    sent = client.post(f"/api/v1/me/for/{given.uid}/changes", body, content_type="application/json")
    assert (file.status_code, sent.status_code) == (404, 404)
    if before == "nothing named":
        page = client.get(reverse("delegates:acting", args=[given.uid])).content.decode()
        assert "13900000001" not in page
    assert not ChangeProposal.objects.exists()


def test_nobody_else_acts_under_it_nor_reaches_another_s_proposal(given, cast, signed_in, on):
    for who in (cast.worker, cast.shop_worker, cast.plant_chair):
        for name in ("acting", "my_changes_for", "propose_for"):
            url = reverse(f"delegates:{name}", args=[given.uid])
            assert signed_in(who).get(url).status_code == 404
    person = Person.objects.get(pk=cast.shop_worker.pk)
    other = changes.propose_changes(
        person, {"name": "刘方"}, version=1, reason="x", by=person.user, on=on
    ).proposal
    url = reverse("delegates:withdraw_changes_for", args=[given.uid, other.uid])
    assert signed_in(cast.colleague).post(url).status_code == 404
    revoke = reverse("delegates:my_revoke", args=[given.uid])
    assert signed_in(cast.shop_worker).post(revoke).status_code == 404


def test_a_member_gives_and_revokes_on_the_phone(cast, signed_in):
    client, url = signed_in(cast.worker), reverse("delegates:give_delegation")
    told = {"name": "张华", "phone": "139 0000 0002", "from_on": today().isoformat()}
    assert client.post(url, told).status_code == 422
    assert client.post(url, told | {"matters": ["data"], "name": "王五"}).status_code == 409
    assert client.post(url, told | {"matters": ["data"]}).status_code == 302
    row = Delegation.objects.get()
    acting = reverse("delegates:acting", args=[row.uid])
    mine = reverse("delegates:my_delegates")
    assert acting in signed_in(cast.colleague).get(mine).content.decode()
    revoke = reverse("delegates:my_revoke", args=[row.uid])
    assert signed_in(cast.colleague).post(revoke).status_code == 302
    assert Delegation.objects.get().revoked_by == cast.colleague.user
    assert acting not in signed_in(cast.colleague).get(mine).content.decode()


def test_an_officer_does_it_on_the_page_and_only_in_their_own_unions(cast, signed_in):
    url = reverse("delegates:record_delegation", args=[cast.worker.pk])
    told = {
        "name": "张华",
        "phone": "13900000002",
        "matters": ["data"],
        "from_on": today().isoformat(),
        "reason": "视力障碍",
    }
    for who in (cast.stranger_chair, cast.shop_chair, cast.women_officer):
        assert signed_in(who).get(url).status_code == 404
    client = signed_in(cast.plant_chair)
    assert client.post(url, told).status_code == 422
    assert client.post(url, told | {"paper": paper()}).status_code == 302
    row = Delegation.objects.get()
    file = Attachment.objects.of(row).get()
    paper_url = reverse("delegates:attachment", args=[row.pk, file.uid])
    show = client.get(reverse("households:show", args=[cast.worker.pk])).content.decode()
    assert paper_url in show
    assert client.get(paper_url)["Content-Type"] == "image/png"
    revoke = reverse("delegates:revoke_delegation", args=[row.pk])
    assert signed_in(cast.shop_chair).post(revoke).status_code == 404
    assert signed_in(cast.plant_chair).post(revoke).status_code == 302
    assert Delegation.objects.get().revoked_on == today()
