"""A member consents by kind and version of the words, and takes it back; every app asks one place."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unionhall.core.errors import Refused
from unionhall.history.queries import reads_of, trail
from unionhall.members.consents import actions, queries
from unionhall.members.consents.kinds import KINDS
from unionhall.members.consents.models import Consent
from unionhall.members.models import Person
from unionhall.members.sentences import story

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ANEW = date(2026, 10, 1)  # from here on “statistics” asks for more


@pytest.fixture
def consent(cast, on):
    """A function with which the plant's worker consents."""

    def do(kind="courses", version=1, on=on, by=None):
        told = {"version": version, "by": by or cast.worker.user, "on": on}
        return actions.give_consent(cast.worker, kind, **told)

    return do


def take_back(cast, kind, on):
    actions.withdraw_consent(cast.worker, kind, by=cast.worker.user, on=on)


def both(person, kind, on) -> bool:
    """What the one question answers, which must be what the list answers."""
    said = queries.given(person, kind, on=on)
    listed = Person.objects.with_consent(kind, on=on).filter(pk=person.pk).exists()
    assert said == listed
    return said


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_kind_has_its_words_in_both_languages(language):
    with translation.override(language):
        texts = [row.text for kind in KINDS.values() for row in kind.versions]
        labels = [kind.label for kind in KINDS.values()]
    is_english = [text.isascii() for text in [*texts, *labels]]
    assert set(is_english) == {language == "en"}


def test_without_a_word_nothing_is_consented(cast, on):
    assert [both(cast.worker, kind, on) for kind in KINDS] == [False] * len(KINDS)
    with pytest.raises(KeyError):
        queries.given(cast.worker, "everything", on=on)


def test_it_holds_from_its_day_until_it_is_taken_back(consent, cast, on):
    made = consent()
    take_back(cast, "courses", on + 3 * DAY)
    days = [both(cast.worker, "courses", on + number * DAY) for number in range(-1, 5)]
    assert days == [False, True, True, True, False, False]
    made.refresh_from_db()
    assert (made.version, made.given_by, made.withdrawn_by) == (
        1,
        cast.worker.user,
        cast.worker.user,
    )
    assert not both(cast.worker, "offers", on)
    assert not both(cast.colleague, "courses", on)


def test_given_taken_back_and_given_again_on_one_day_it_holds(consent, cast, on):
    consent()
    take_back(cast, "courses", on)
    assert not both(cast.worker, "courses", on)
    consent()
    assert both(cast.worker, "courses", on)


def test_only_the_member_gives_and_takes_back(consent, cast, on):
    with pytest.raises(Refused):
        consent(by=cast.plant_chair)
    consent()
    with pytest.raises(Refused):
        actions.withdraw_consent(cast.worker, "courses", by=cast.plant_chair, on=on)
    assert both(cast.worker, "courses", on)


@pytest.mark.parametrize("version", [0, 2])
def test_one_consents_to_the_words_one_was_shown(version, consent):
    with pytest.raises(Refused):
        consent("statistics", version)
    assert not Consent.objects.exists()


def test_twice_is_refused_and_so_is_taking_back_what_was_not_given(consent, cast, on):
    with pytest.raises(Refused):
        take_back(cast, "courses", on)
    consent()
    with pytest.raises(Refused):
        consent()
    assert Consent.objects.count() == 1


def test_where_the_words_ask_for_more_it_has_to_be_given_anew(consent, cast, on):
    consent("statistics")
    assert both(cast.worker, "statistics", ANEW - DAY)
    assert not both(cast.worker, "statistics", ANEW)
    line = next(row for row in queries.lines(cast.worker, on=ANEW) if row.kind.code == "statistics")
    assert (line.over, line.consent, line.shown.number) == (True, None, 2)
    consent("statistics", 2, on=ANEW)
    assert both(cast.worker, "statistics", ANEW)
    assert both(cast.worker, "statistics", ANEW - DAY)  # history stays as it was
    assert [row.withdrawn_on for row in Consent.objects.order_by("pk")] == [ANEW, None]


def test_of_two_files_made_one_the_later_word_counts(cast, on):
    by = cast.worker.user
    told = {"person": cast.worker, "kind": "photos", "version": 1, "given_by": by}
    Consent.objects.create(**told, given_on=on, withdrawn_on=on + 5 * DAY, withdrawn_by=by)
    Consent.objects.create(**told, given_on=on + DAY)
    assert both(cast.worker, "photos", on + 4 * DAY)
    assert not both(cast.worker, "photos", on + 5 * DAY)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.booleans(), st.integers(1, 4)), max_size=6))
def test_whatever_a_member_says_the_last_word_of_a_day_holds(cast, steps):
    Consent.objects.all().delete()
    on, told = date(2026, 3, 1), {}
    for gives, days in steps:
        on += days * DAY
        try:
            if gives:
                actions.give_consent(cast.worker, "offers", version=1, by=cast.worker.user, on=on)
            else:
                take_back(cast, "offers", on)
        except Refused:
            assert gives == (max(told.items())[1] if told else False)
        told[on] = gives
    last, word = date(2026, 3, 1), False
    while last <= on + DAY:
        word = told.get(last, word)
        assert both(cast.worker, "offers", last) == word
        last += DAY


def test_the_history_says_to_what(consent, cast, on):
    consent("photos")
    take_back(cast, "photos", on)
    with translation.override("en"):
        told = [(line["sentence"], line["body"]) for line in story(trail(cast.worker))]
    assert told == [
        ("consented", "Photos in publications"),
        ("took a consent back", "Photos in publications"),
    ]


def test_a_member_decides_on_the_phone(cast, signed_in):
    client, mine = signed_in(cast.worker), reverse("consents:my_consents")
    give, withdraw = (
        reverse(f"consents:{name}_consent", args=["courses"]) for name in ("give", "withdraw")
    )
    assert give in client.get(mine).content.decode()
    client.post(give, {"version": "x"})
    assert not Consent.objects.exists()
    client.post(give, {"version": "1"})
    assert Consent.objects.get().withdrawn_on is None
    assert withdraw in client.get(mine).content.decode()
    client.post(withdraw)
    assert Consent.objects.get().withdrawn_on is not None
    for name in ("give", "withdraw"):
        url = reverse(f"consents:{name}_consent", args=["everything"])
        assert client.post(url, {"version": "1"}).status_code == 404
    assert signed_in(cast.administrator).get(mine).status_code == 404


def test_an_officer_reads_it_and_changes_nothing(consent, cast, signed_in):
    consent()
    url = reverse("consents:show", args=[cast.worker.pk])
    page = signed_in(cast.plant_chair).get(url, headers={"accept-language": "en"})
    assert "Messages about courses" in page.content.decode()
    assert [entry.by for entry in reads_of(str(cast.worker.uid))] == [cast.plant_chair]
    assert signed_in(cast.stranger_chair).get(url).status_code == 404
    give = reverse("consents:give_consent", args=["offers"])
    assert signed_in(cast.plant_chair).post(give, {"version": "1"}).status_code == 404


def test_the_interface_tells_and_takes_the_same(cast, signed_in):
    def post(path, body=None):
        client = signed_in(cast.worker)
        return client.post(
            f"/api/v1/me/consents/{path}", body or {}, content_type="application/json"
        )

    assert post("courses/give", {"version": 2}).status_code == 409
    found = post("courses/give", {"version": 1}).json()
    assert [(row["kind"], row["given"]) for row in found][:2] == [
        ("courses", True),
        ("offers", False),
    ]
    assert post("everything/give", {"version": 1}).status_code == 404
    path = f"/api/v1/members/{cast.worker.pk}/consents"
    assert signed_in(cast.plant_chair).get(path).json()[0]["given_version"] == 1
    assert signed_in(cast.stranger_chair).get(path).status_code == 404
    assert post("courses/withdraw").json()[0]["given"] is False
    assert post("courses/withdraw").status_code == 409
