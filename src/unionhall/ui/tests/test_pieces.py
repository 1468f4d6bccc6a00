import json
import re
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django import forms

from unionhall.ui import lookups, samples
from unionhall.ui.pieces import figures, icons, lists, rules
from unionhall.ui.pieces.forms import button, field
from unionhall.ui.pieces.trail import trail

pytestmark = pytest.mark.usefixtures("english")


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_what_users_wrote_is_escaped():
    entry = {
        "at": datetime(2026, 11, 21, tzinfo=UTC),
        "kind": "message",
        "sentence": "wrote",
        "body": "<script>",
    }
    assert "&lt;script&gt;" in trail([entry])
    assert "<script>" not in trail([entry])
    assert lists.badge("<b>") == '<span class="chip chip-quiet">&lt;b&gt;</span>'


def test_an_icon_is_hidden_from_readers_unless_it_has_a_label():
    assert icons.icon("bell") == (
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="/static/ui/vendor/icons.svg#bell"></use></svg>'
    )
    assert icons.icon("bell", label="Notices").endswith(
        '<span class="visually-hidden">Notices</span>'
    )


def test_a_state_is_a_word_an_icon_and_a_colour():
    html = lists.state("Received", tone="new")
    assert (words(html), "#circle-dot" in html, "state-new" in html) == ("Received", True, True)
    assert lists.state(SimpleNamespace(label="Received", tone="new", icon="")) == html
    assert "#bell" in lists.state("Received", tone="new", icon="bell")


def test_a_state_needs_a_tone():
    with pytest.raises(ValueError, match="tone is missing"):
        lists.state("Received")


def test_notes_are_marked_as_internal_and_files_are_not_boosted():
    html = trail(samples._entries())
    assert html.count("trail-inside") == 1
    assert html.count('<a href="#file" hx-boost="false">') == 1
    assert re.findall(r'<li class="trail-(\w+)', html) == [
        "act",
        "act",
        "message",
        "message",
        "note",
        "read",
    ]


def test_a_small_figure_is_not_on_the_page_at_all():
    assert words(figures.figure(None, label="Discipline", small=True)).startswith(
        "Discipline &lt;5"
    )
    with pytest.raises(ValueError, match="small=True with the value None"):
        figures.figure(3, label="Discipline", small=True)
    with pytest.raises(ValueError, match="small=True with the value None"):
        figures.figure(None, label="Discipline")


@pytest.mark.parametrize(
    ("trend", "good", "tone"),
    [("up", "up", "is-good"), ("up", "down", "is-bad"), ("same", "up", ""), ("up", "", "")],
)
def test_a_comparison_is_good_or_bad_only_where_somebody_said_which(trend, good, tone):
    html = figures.figure(3, label="x", comparison="more", trend=trend, good=good)
    assert re.findall(r"is-\w+", html) == ([tone] if tone else [])


def test_a_chart_carries_its_data_and_its_table_without_hidden_values():
    data = {
        "of": "Topic",
        "labels": ["</script>", "Pay"],
        "series": [{"name": "n", "values": [None, 7]}],
    }
    html = figures.chart(data, finding="Pay leads")
    told = re.search(r'<script type="application/json">(.*?)</script>', html)[1]
    assert json.loads(told) == {
        "kind": "bar",
        "unit": "",
        "labels": ["</script>", "Pay"],
        "series": [{"name": "n", "values": [None, 7]}],
    }
    assert re.findall(r'<td class="number">(.*?)</td>', html) == ["&lt;5", "7"]
    assert html.count("Pay leads") == 2


def test_several_series_have_a_key_unless_they_name_themselves():
    data = samples.context()["two_series"]
    assert "chart-keys" in figures.chart(data, finding="f", kind="stack")
    assert "chart-keys" not in figures.chart(data, finding="f", kind="line")
    assert "chart-keys" not in figures.chart(samples.context()["one_series"], finding="f")


def test_progress_renews_itself_only_while_it_is_polled():
    assert "hx-get" not in figures.progress(1, of=2, label="Reading")
    html = figures.progress(1, of=2, label="Reading", poll="/imports/3/")
    assert 'hx-get="/imports/3/" hx-trigger="every 1s" hx-select="#progress"' in html
    assert words(figures.progress(0, of=0, label="Reading")) == "Reading 0 % 0 %"


def test_a_refusal_says_what_why_by_what_and_what_instead():
    refusal = SimpleNamespace(
        reason="It is closed.", citation="Rules, article 3", instead="Ask above."
    )
    assert words(rules.refusal(refusal, what="Not reopened")) == (
        "Not reopened It is closed. Basis: Rules, article 3 Ask above."
    )
    bare = SimpleNamespace(reason="It is closed.", citation=None, instead="")
    assert words(rules.refusal(bare, what="Not reopened")) == "Not reopened It is closed."


def test_readers_are_named_by_office():
    readers = ["Rights department", {"organisation": "District federation", "title": "chair"}]
    assert words(rules.who_sees(readers, log_url="/log/")) == (
        "Who sees this Rights department District federation chair Who has read it"
    )


def test_of_many_readers_the_first_are_named_and_the_others_one_click_away():
    html = rules.who_sees([f"Office {n}" for n in range(1, 10)])
    shown, folded = html.split("<details>")
    assert re.findall(r"<li>(.*?)</li>", shown) == ["Office 1", "Office 2", "Office 3"]
    assert re.findall(r"<li>(.*?)</li>", folded) == [f"Office {n}" for n in range(4, 10)]
    assert "and 6 more offices" in folded
    assert "<details>" not in rules.who_sees([f"Office {n}" for n in range(1, 6)])


def test_a_rule_is_explained_by_whoever_was_named_for_it(monkeypatch):
    monkeypatch.setattr(lookups, "_rule", None)
    with pytest.raises(LookupError, match=r"petition\.accept"):
        rules.rule("petition.accept")
    known = {"title": "Taking on", "statement": "Within 15 days.", "since": date(2022, 5, 1)}
    monkeypatch.setattr(lookups, "_working_days", None)
    lookups.use(rule=lambda rule_id: {**known, "citation": rule_id})
    assert words(rules.rule("petition.accept")) == (
        "Basis Taking on Within 15 days. Article petition.accept Since 1 May 2022"
    )
    lookups.use(working_days=lambda after, until: 3)
    assert lookups.working_days(date(2026, 1, 1), date(2026, 1, 9)) == 3
    assert lookups.explained("x")["citation"] == "x"


def test_popovers_on_one_page_do_not_share_an_id():
    marks = [rules.rule({"title": "t", "statement": "s"}) for _ in range(50)]
    assert len({re.search(r'id="(pop-\w+)"', mark)[1] for mark in marks}) == 50


def test_the_open_tab_is_marked_and_counts_are_shown():
    html = lists.tabs(samples.context()["tab_items"], label="Which")
    assert re.findall(r'<a href="(\S+)" aria-current="page">', html) == ["#open"]
    assert words(html) == "Open 41 Overdue 3 All"


def test_a_pager_without_neighbours_is_not_there():
    assert lists.pager(previous=None, next=None) == ""
    html = lists.pager(previous=None, next="/x/?after=9")
    assert re.findall(r'<a \S+ \S+ href="([^"]+)"', html) == ["/x/?after=9"]


def test_a_button_is_a_link_where_it_leads_somewhere():
    assert button("Ask", url="/ask/").startswith('<a class="btn" href="/ask/">')
    assert button("Ask", kind="primary").startswith(
        '<button type="submit" class="btn btn-primary">'
    )
    assert button("Ask", opens="ask").startswith(
        '<button type="button" class="btn" data-opens="ask">'
    )


def test_an_act_posts_with_its_token_and_renews_only_its_part(rendered):
    html = rendered('{% act "/cases/3/accept/" "Accept" target="#case" key="a" %}')
    assert re.search(r'name="csrfmiddlewaretoken" value="\w{64}"', html)
    assert 'hx-target="#case" hx-select="#case" hx-select-oob="#messages"' in html
    assert "hx-" not in rendered('{% act "/cases/3/accept/" "Accept" %}')


def test_an_error_stands_at_its_field_with_an_example():
    wrong = samples.context()["wrong"]
    html = field(wrong["phone"], example="13800138000")
    assert words(html) == (
        "Mobile number We send the answer&#x27;s notice there. "
        "A mobile number has 11 digits; this one has 7. For example: 13800138000"
    )
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_wrong-phone_help id_wrong-phone_error"' in html
    assert html.count('id="id_wrong-phone_error"') == 1


def test_a_missing_answer_is_asked_for():
    empty = samples.Sample({})
    assert "Please fill this in." in words(field(empty["phone"]))
    assert "Please choose one." in words(field(empty["readers"]))
    assert "required" not in words(field(empty["phone"]))


def test_every_control_has_its_label():
    form = samples.Sample()
    assert '<label class="form-label" for="id_phone">' in field(form["phone"])
    assert '<legend class="form-label">Who may read it</legend>' in field(form["readers"])
    assert '<label class="form-check"><input type="checkbox"' in field(form["agreed"])
    assert "optional" in words(field(form["text"]))
    assert "optional" not in words(field(form["phone"]))


def test_a_hidden_field_is_only_its_input():
    class Hidden(forms.Form):
        key = forms.CharField(widget=forms.HiddenInput, initial="7")

    assert field(Hidden()["key"]) == '<input type="hidden" name="key" value="7" id="id_key">'


class Attached(forms.Form):
    sheet = forms.FileField(label="Sheet", required=False)


def test_a_file_is_chosen_in_the_words_of_the_page():
    html = field(Attached()["sheet"])
    assert html.count('type="file"') == 1
    assert words(html) == "Sheet optional Choose a file none chosen yet"
