"""A person takes along everything that is written down about them."""

import json

import pytest
from django.apps import apps
from django.urls import reverse

from tests import cast as stage
from unionhall.accounts.models import User
from unionhall.cases import actions as cases
from unionhall.cases.models import Case, Topic
from unionhall.core.clock import today
from unionhall.history.queries import trail
from unionhall.members import actions as members
from unionhall.members.card import actions as cards
from unionhall.members.models import Person
from unionhall.members.standing import rests
from unionhall.members.takeout.parts import parts

cast, signed_in, units = stage.cast, stage.signed_in, stage.units
pytestmark = pytest.mark.django_db
PAGE = reverse("members:take_out")

# What is about an officer's work and not about a person, and why it is left out.
LEFT_OUT = {
    "cases.attempt": "when an officer tried to return a call; the call itself is told",
    "cases.partner": "an outside body in a directory; it only names the officer who added it",
    "exchange.rememberedcolumns": "which columns an officer chose for sheets headed alike",
    "cases.bulk": "what an officer did to many requests; each stands in its own request's story",
    "cases.bulkline": "which officer had a request before; its own story says so",
    "cases.savedview": "what an officer wants to see of the inbox",
    "cases.firstview": "with which view an officer's inbox begins",
    "duties.deskhandover": "an officer's desk handed over; it names requests by number, and no worker",
    "duties.deskline": "what lay on that desk, by number",
    "duties.event": "the steps of a duty, of which the duty itself is told",
    "members.merge": "that files were merged stands among the changes, with the reason",
    "members.duplicate": "two files that look alike; what was decided stands among the changes of each",
    "members.bulk": "what an officer did to many; each of them has it among the changes to their file",
    "mailings.lettertemplate": "a template that an officer keeps; the letters stand among the readings",
    "mailings.mailing": "what an officer wrote to many; each of them has it among their messages",
    "papers.papertemplate": "a template that an officer keeps",
    "members.savedsearch": "what an officer looks for",
    "organising.change": "what became of a union, by an officer's act; what it meant to somebody stands among their memberships",
    "organising.founding": "a union to be, which officers prepare and decide; its founders are told of theirs",
    "organising.campaign": "a campaign of a union about employers; it only names the officer who leads it",
    "cases.pair": "which requests officers put side by side; it would tell one worker of another's",
    "urgent.urgentmatter": "what a union does about an urgent matter; whoever it affects is told of that",
    "urgent.line": "what was written into its log, by an officer",
    "urgent.telling": "which level an officer told of it, and when",
    "cases.proposal": "a repeated problem at an employer; it only names the officer who decided",
    "supervision.item": "a question an officer added to the checklist",
    "supervision.inspection": "an inspection of a workplace; it only names officers",
    "supervision.supervisor": "which officers inspected, and the days they signed",
    "supervision.matter": "what a union does about an employer; the worker's request is among theirs",
    "supervision.letter": "a letter to an employer; it only names the officer who issued it",
    "supervision.followup": "what an officer saw at an employer's; it is about nobody",
    "tips.said": "what an officer wrote to whoever reported; nothing in it says who that was",
    "organising.visit": "what an officer noted about an employer; it is about nobody",
}


@pytest.fixture
def full(cast):
    """A member with a request, a note on it, a card, a rest and a correction."""
    on, by = today(), cast.rights_officer
    case = cases.take_down(cast.worker, topic=Topic.PAY, text="三个月没发加班费", by=by, on=on)
    cases.accept(case, by=by, on=on)
    cases.reply(case, text="正在核实", by=by, on=on)
    cases.note(case, text="内部看法", by=by, on=on)
    cards.issue(cast.worker, by=cast.worker.user, on=on)
    spell = cast.worker.spells.get()
    rests.keep(spell, cause="leave", from_on=on, reason="产假", by=cast.plant_chair, on=on)
    members.correct(
        cast.worker,
        {"department": "装配车间"},
        version=1,
        reason="调岗",
        by=cast.plant_chair,
        on=on,
    )
    return cast.worker


def test_every_model_about_a_person_is_in_a_part_or_left_out_for_a_reason():
    about = {
        model._meta.label_lower
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model in (Person, User)
    }
    told = {label for part in parts() for label in part.models}
    assert sorted(about - told - set(LEFT_OUT)) == []
    assert sorted(set(LEFT_OUT) - about) == []


def test_the_file_for_programs_holds_it_all(full, signed_in):
    client = signed_in(full)
    answer = client.post(PAGE, {"as": "json"})
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    found = json.loads(answer.content)
    assert list(found) == [part.name for part in parts()]
    assert found["person"][0]["name"] == "李小明"
    assert found["person"][0]["department"] == "装配车间"
    assert [row["union"] for row in found["memberships"]] == ["红星机械厂工会"]
    assert [row["state"] for row in found["standings"]] == ["保留会籍"]
    assert len(found["cards"]) == 1
    assert [row["text"] for row in found["requests"]] == ["三个月没发加班费"]
    assert {"产假", "调岗"} <= {row["reason"] for row in found["changes"]}


def test_internal_notes_stay_the_officers(full, signed_in):
    text = signed_in(full).post(PAGE, {"as": "json"}).content.decode()
    assert ("正在核实" in text, "内部看法" in text) == (True, False)


def test_the_paper_is_a_pdf(full, signed_in):
    answer = signed_in(full).post(PAGE, {"as": "pdf"})
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")


def test_taking_it_along_is_recorded(full, signed_in):
    signed_in(full).post(PAGE, {"as": "json"})
    assert trail(full)[-1].verb == "members.data_taken"


def test_nobody_gets_anybody_else_s(full, cast, signed_in):
    found = json.loads(signed_in(cast.colleague).post(PAGE, {"as": "json"}).content)
    assert (found["person"][0]["name"], found["requests"]) == ("张华", [])
    assert "李小明" not in json.dumps(found, ensure_ascii=False)
    assert Case.objects.count() == 1


def test_the_page_only_shows_what_there_will_be(full, signed_in):
    client = signed_in(full)
    assert client.get(PAGE).status_code == 200
    assert client.post(PAGE, {"as": "exe"})["Content-Type"].startswith("text/html")
    assert [entry.verb for entry in trail(full)].count("members.data_taken") == 0


def test_whoever_is_in_no_register_has_no_file(cast, signed_in):
    assert signed_in(cast.administrator).get(PAGE).status_code == 404
