"""A wrong name, a missing parameter or an unknown value raises; nothing is drawn half."""

import pytest
from django.template import TemplateSyntaxError

from unionhall.ui import samples, specimens
from unionhall.ui.templatetags.ui import PIECES


@pytest.fixture
def told():
    return samples.context()


@pytest.mark.parametrize("name", sorted(PIECES))
def test_every_piece_refuses_an_unknown_parameter(rendered, name):
    with pytest.raises(TemplateSyntaxError, match="colour"):
        rendered("{% " + name + ' colour="red" %}')


@pytest.mark.parametrize("name", sorted(set(PIECES) - {"pager", "act"}))
def test_every_piece_refuses_to_stand_without_its_subject(rendered, name):
    with pytest.raises(TemplateSyntaxError, match="did not receive value"):
        rendered("{% " + name + " %}")


@pytest.mark.parametrize(
    "source",
    [
        "{% due nothing %}",
        "{% rule nothing %}",
        "{% who_sees nothing %}",
        "{% trail nothing %}",
        '{% state nothing tone="new" %}',
        "{% badge nothing %}",
        "{% tabs nothing label=words.which %}",
        "{% tabs tab_items label=nothing %}",
        "{% empty nothing why=words.why %}",
        "{% empty words.none why=nothing %}",
        "{% refusal nothing what=words.none %}",
        "{% refusal refusal_ what=nothing %}",
        "{% figure 1 label=nothing %}",
        "{% progress nothing of=1 label=words.none %}",
        "{% progress 1 of=nothing label=words.none %}",
        "{% chart nothing finding=words.none %}",
        "{% chart one_series finding=nothing %}",
        "{% button nothing %}",
        "{% act nothing words.send %}",
        '{% act "/x/" nothing %}',
        '{% filters nothing clear="/x/" %}',
        "{% filters filter_form clear=nothing %}",
        "{% icon nothing %}",
        "{% day nothing %}",
        "{% money nothing %}",
    ],
)
def test_an_unknown_variable_is_a_missing_parameter(rendered, told, source):
    with pytest.raises(ValueError, match="is missing"):
        rendered(source, **told)


@pytest.mark.parametrize(
    "source",
    [
        '{% icon "no-such-drawing" %}',
        '{% icon "bell" size="huge" %}',
        '{% state words.open tone="purple" %}',
        '{% badge words.new tone="purple" %}',
        '{% figure 1 label=words.figure trend="sideways" %}',
        '{% figure 1 label=words.figure good="same" %}',
        '{% chart one_series finding=words.grew kind="radar" %}',
        '{% button words.send kind="huge" %}',
        '{% button words.send type="link" %}',
    ],
)
def test_an_unknown_value_is_refused(rendered, told, source):
    with pytest.raises(ValueError, match="is none of"):
        rendered(source, **told)


def test_a_trail_refuses_a_kind_it_does_not_know(rendered, told):
    with pytest.raises(ValueError, match="kind='gossip' is none of act, message, note, read"):
        rendered("{% trail entries %}", entries=[{**told["entries"][0], "kind": "gossip"}])


def test_somebody_always_reads(rendered):
    with pytest.raises(ValueError, match="somebody always reads"):
        rendered("{% who_sees readers %}", readers=[])


def test_an_action_of_an_empty_page_needs_its_address(rendered):
    with pytest.raises(ValueError, match="stand together"):
        rendered('{% empty "No requests" why="None came." action="Ask" %}')


def test_a_field_must_be_one_of_a_form(rendered):
    with pytest.raises(TypeError, match="is no field of a form"):
        rendered("{% field form.nothing %}", form=samples.Sample())


def test_a_chart_refuses_a_row_of_another_length(rendered):
    data = {"labels": ["a", "b"], "series": [{"name": "x", "values": [1]}]}
    with pytest.raises(ValueError, match="x has 1 values for 2 labels"):
        rendered('{% chart data finding="f" %}', data=data)


def test_every_piece_is_shown_with_its_samples():
    assert sorted(name for name, _, _ in specimens.SPECIMENS) == sorted(PIECES)


@pytest.mark.parametrize("source", [s for _, _, sources in specimens.SPECIMENS for s in sources])
def test_every_sample_renders_in_both_languages(rendered, told, language, source):
    assert rendered(source, **samples.context()).strip() != ""
