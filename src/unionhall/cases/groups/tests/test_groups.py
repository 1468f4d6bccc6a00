"""Several workers bring one request: they join by code or officer, leave, choose speakers, confirm."""

import pytest
from django.urls import reverse
from tests import cast as stage
from tests.cast import joined

from unionhall.cases import actions as cases
from unionhall.cases import my_actions
from unionhall.cases.groups import actions
from unionhall.cases.groups.models import Joined
from unionhall.cases.models import Case
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.history.queries import trail
from unionhall.notifications.models import Message

pytestmark = pytest.mark.django_db
cast, signed_in, units = stage.cast, stage.signed_in, stage.units
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def case(cast) -> Case:
    """The worker's request, taken down at the district and in the rights officer's hands."""
    row = cases.take_down(
        cast.worker, topic="pay", text="夜班津贴三个月没有发", by=cast.desk_officer, on=today()
    )
    cases.accept(row, by=cast.plant_chair, on=today())
    return row


@pytest.fixture
def group(case, cast):
    """The same, with others let in by the worker."""
    return actions.begin(case, about="夜班津贴", by=cast.worker.user, on=today())


def join(group, who):
    return actions.join(group.code.lower(), agreed=True, by=who.user, on=today())


def test_a_colleague_joins_with_the_code_and_is_counted(group, case, cast):
    join(group, cast.colleague)
    case.refresh_from_db()
    assert (case.kind, case.people) == ("group", 2)


@pytest.mark.parametrize("who", ["worker", "colleague"])
def test_nobody_joins_twice(who, group, case, cast):
    if who == "colleague":
        join(group, cast.colleague)
    with pytest.raises(Refused):
        join(group, getattr(cast, who))
    assert Joined.objects.count() == (1 if who == "colleague" else 0)


@pytest.mark.parametrize("who", ["stranger_worker", "shop_worker"])
def test_whoever_is_no_member_there_does_not_join(who, group, cast):
    with pytest.raises(Refused):
        join(group, getattr(cast, who))


def test_who_does_not_agree_does_not_join(group, cast):
    with pytest.raises(Refused):
        actions.join(group.code, agreed=False, by=cast.colleague.user, on=today())


def test_a_wrong_or_an_old_code_joins_nothing(group, case, cast):
    old = group.code
    actions.renew_code(case, by=cast.plant_chair, on=today())
    for code in (old, "", "x"):
        with pytest.raises(Refused):
            actions.join(code, agreed=True, by=cast.colleague.user, on=today())


def test_a_restricted_request_stays_one_worker_s(case, cast):
    Case.objects.filter(pk=case.pk).update(is_restricted=True)
    with pytest.raises(Refused):
        actions.begin(case, about="x", by=cast.worker.user, on=today())


def test_it_becomes_a_group_once(group, case, cast):
    with pytest.raises(Refused):
        actions.begin(case, about="x", by=cast.worker.user, on=today())
    with pytest.raises(Refused):
        actions.call_policy(case, by=cast.plant_chair, on=today())


def test_one_about_a_rule_for_all_is_nobody_s_group(case, cast):
    actions.call_policy(case, by=cast.plant_chair, on=today())
    assert (case.kind, case.people) == ("policy", 1)
    with pytest.raises(Refused):
        actions.begin(case, about="x", by=cast.worker.user, on=today())


def test_who_leaves_is_no_longer_counted_and_can_come_back(group, case, cast):
    join(group, cast.colleague)
    actions.leave(case, by=cast.colleague.user, on=today())
    assert case.people == 1
    with pytest.raises(Refused):
        actions.leave(case, by=cast.colleague.user, on=today())
    join(group, cast.colleague)
    assert Case.objects.get().people == 2


def test_an_officer_puts_in_who_agrees(group, case, cast):
    person = joined("陈刚", cast.units.plant, account=False)
    with pytest.raises(Refused):
        actions.add(case, person, agreed=False, by=cast.plant_chair, on=today())
    actions.add(case, person, agreed=True, by=cast.plant_chair, on=today())
    assert case.people == 2


def test_five_at_most_speak_for_all(group, case, cast):
    by = {"by": cast.plant_chair, "on": today()}
    rows = [
        actions.add(case, joined(f"陈{n}", cast.units.plant, account=False), agreed=True, **by)
        for n in range(5)
    ]
    with pytest.raises(Refused) as refused:
        actions.choose(case, rows, **by)
    assert refused.value.citation.rule == "cn.pet.group_reps_5"
    actions.choose(case, rows[:4], **by)
    assert case.joined.filter(is_representative=True).count() == 4


def answered(case, cast):
    cases.propose_closing(case, answer="津贴下月补发。", by=cast.plant_chair, on=today())


def test_everybody_hears_of_the_answer_and_confirms_for_themself(group, case, cast):
    join(group, cast.colleague)
    with pytest.raises(Refused):
        actions.confirm(case, settled=True, by=cast.colleague.user, on=today())
    case.refresh_from_db()
    answered(case, cast)
    assert Message.objects.filter(
        template="cases/group_went_on", receiver=cast.colleague.user
    ).exists()
    row = actions.confirm(case, settled=False, by=cast.colleague.user, on=today())
    assert (row.is_settled, row.confirmed_on) == (False, today())
    assert Message.objects.get(template="cases/group_unsettled").receiver == cast.plant_chair
    my_actions.confirm(case, satisfaction=3, by=cast.worker.user, on=today())
    assert actions.confirm(case, settled=True, by=cast.colleague.user, on=today()).is_settled


def test_nobody_joins_what_has_ended(group, case, cast):
    my_actions.withdraw(case, by=cast.worker.user, on=today())
    with pytest.raises(Refused):
        join(group, cast.colleague)


def test_the_worker_who_began_never_reads_a_colleague_s_name(group, case, cast, signed_in):
    join(group, cast.colleague)
    client = signed_in(cast.worker)
    for address in (case.my_url, reverse("cases:my_group", args=[case.number])):
        page = client.get(address, headers=ENGLISH).content.decode()
        assert (cast.colleague.name in page, "2" in page) == (False, True)
    assert [entry.verb for entry in trail(case)][-1] == "cases.joined"


def test_a_colleague_scans_joins_reads_and_leaves(group, case, cast, signed_in):
    client, way = signed_in(cast.colleague), reverse("cases:group_join")
    page = client.get(f"{way}?code={group.code}", headers=ENGLISH).content.decode()
    assert ("夜班津贴" in page, case.text in page) == (True, False)
    mine = reverse("cases:my_group", args=[case.number])
    assert client.get(mine).status_code == 404
    assert client.post(way, {"code": group.code}).status_code == 409
    assert client.post(way, {"code": group.code, "agreed": "on"}).url == mine
    assert client.get(case.my_url).status_code == 404  # the first worker's own letters stay theirs
    page = client.get(mine, headers=ENGLISH).content.decode()
    assert ("2 workers bring it together" in page, group.code in page) == (True, False)
    assert mine in client.get(reverse("cases:my_cases")).content.decode()
    assert client.post(reverse("cases:my_group_confirm", args=[case.number])).status_code == 422
    assert client.post(reverse("cases:my_group_leave", args=[case.number])).status_code == 302
    assert client.get(mine).status_code == 404


def test_a_worker_lets_colleagues_join_on_the_phone(case, cast, signed_in):
    client, begin = signed_in(cast.worker), reverse("cases:my_group_begin", args=[case.number])
    assert client.post(begin).status_code == 422
    assert client.post(begin, {"about": "夜班津贴"}).status_code == 302
    assert client.post(begin, {"about": "夜班津贴"}).status_code == 409
    page = client.get(reverse("cases:my_group", args=[case.number])).content.decode()
    assert "data:image/svg+xml" in page


def test_the_officers_page_does_every_act(case, cast, signed_in):
    client = signed_in(cast.plant_chair)
    person = joined("陈刚", cast.units.plant, account=False)

    def post(name, **sent):
        return client.post(reverse(f"cases:group_{name}", args=[case.number]), sent).status_code

    assert post("begin") == 422
    assert post("begin", about="夜班津贴") == 302
    assert post("add", person=person.uid, agreed="on") == 302
    assert post("choose", chosen=[Joined.objects.get().pk]) == 302
    assert post("renew_code") == 302
    page = client.get(reverse("cases:group", args=[case.number])).content.decode()
    assert "陈刚" in page
    inbox = client.get(reverse("cases:inbox"), headers=ENGLISH).content.decode()
    assert "group of 2" in inbox
    stranger = signed_in(cast.stranger_rights_officer)
    assert stranger.get(reverse("cases:group", args=[case.number])).status_code == 404


def test_an_officer_calls_it_one_about_a_rule(case, cast, signed_in):
    client = signed_in(cast.plant_chair)
    assert client.post(reverse("cases:group_call_policy", args=[case.number])).status_code == 302
    inbox = client.get(reverse("cases:inbox"), headers=ENGLISH).content.decode()
    assert "about a rule for all" in inbox


def test_one_matter_has_one_date_however_many_bring_it(group, case, cast):
    before = case.due_on
    join(group, cast.colleague)
    case.refresh_from_db()
    assert case.due_on == before
