import pytest
from django.urls import reverse
from tests.cast import LONG_AGO

from unionhall.core.errors import Refused
from unionhall.history.queries import reads_of, trail
from unionhall.members.duplicates import actions, finding, jobs
from unionhall.members.models import Duplicate, Person

pytestmark = pytest.mark.django_db
LIST = reverse("duplicates:index")


@pytest.fixture
def pair(twins):
    twins()
    finding.find()
    return Duplicate.objects.get()


def test_two_people_are_remembered_and_it_can_be_taken_back(pair, cast, on):
    stale = Duplicate.objects.get()
    actions.dismiss(pair, reason="兄弟", by=cast.chair, on=on)
    assert (pair.reason, pair.dismissed_by, list(Duplicate.objects.waiting())) == (
        "兄弟", cast.chair, [],
    )  # fmt: skip
    with pytest.raises(Refused):
        actions.dismiss(stale, reason="不是", by=cast.register_officer, on=on)
    actions.reconsider(pair, by=cast.chair, on=on)
    assert list(Duplicate.objects.waiting()) == [pair]
    with pytest.raises(Refused):
        actions.reconsider(pair, by=cast.chair, on=on)
    verbs = ["members.duplicate_dismissed", "members.duplicate_reconsidered"]
    for person in (pair.first, pair.second):
        assert [entry.verb for entry in trail(person)] == verbs


def test_without_a_reason_nothing_is_decided(pair, cast, on):
    with pytest.raises(Refused):
        actions.dismiss(pair, reason=" ", by=cast.chair, on=on)
    assert Duplicate.objects.get().is_waiting


def test_who_sees_both_files_sees_the_pair(pair, cast, merging):
    assert list(Duplicate.objects.within(merging(cast.street_chair))) == [pair]
    for somebody in (cast.plant_chair, cast.shop_chair, cast.stranger_register_officer):
        assert list(Duplicate.objects.within(merging(somebody))) == []


def test_the_pages_lead_from_the_list_to_a_decision_and_back(pair, cast, signed_in):
    client = signed_in(cast.register_officer)
    assert "王伟 · 王玮" in client.get(LIST).content.decode()
    page = client.get(pair.get_absolute_url()).content.decode()
    assert "13900000021" in page
    assert [len(reads_of(str(one.uid))) for one in (pair.first, pair.second)] == [1, 1]
    address = reverse("duplicates:dismiss", args=[pair.pk])
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "兄弟"})["Location"] == LIST
    assert "兄弟" in client.get(LIST, {"dismissed": ""}).content.decode()
    client.post(reverse("duplicates:reconsider", args=[pair.pk]))
    assert Duplicate.objects.get().is_waiting


def test_a_pair_with_a_file_out_of_scope_is_not_there(pair, cast, signed_in):
    client = signed_in(cast.plant_chair)
    assert client.get(pair.get_absolute_url()).status_code == 404
    assert client.post(reverse("duplicates:dismiss", args=[pair.pk])).status_code == 404


def test_an_officer_lets_a_worker_search_their_unions_once(twins, cast, signed_in):
    client = signed_in(cast.register_officer)
    for _time in range(2):
        assert client.post(reverse("duplicates:find"))["Location"] == LIST
    twins()
    jobs.find.func(cast.units.district.pk)
    assert Duplicate.objects.count() == 1


def adding(cast, **more):
    return {
        "unit": "U-PLANT", "name": "王玮", "phone": "13900000021", "sex": "male",
        "from_on": LONG_AGO.isoformat(), **more,
    }  # fmt: skip


def test_adding_by_hand_warns_first_and_goes_on_when_told(twins, cast, signed_in):
    one, other = twins()
    client, address = signed_in(cast.register_officer), reverse("members:add")
    before = Person.objects.count()
    answer = client.post(address, adding(cast))
    assert (answer.status_code, Person.objects.count()) == (409, before)
    assert one.get_absolute_url() in answer.content.decode()
    assert len(reads_of(str(other.uid))) == 1
    assert client.post(address, adding(cast, anyway="yes")).status_code == 302
    assert Person.objects.count() == before + 1


def test_the_warning_names_nobody_out_of_scope(twins, cast, signed_in):
    _one, other = twins(there=cast.units.stranger)
    answer = signed_in(cast.plant_chair).post(reverse("members:add"), adding(cast))
    assert other.get_absolute_url() not in answer.content.decode()


def test_import_undo_is_not_held_up_by_a_found_pair(pair):
    from unionhall.members.roster.removing import _pointed_to

    keys = [pair.first_id, pair.second_id]
    assert _pointed_to(keys, lambda app: app == "members") == set()
