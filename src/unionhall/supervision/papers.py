"""Letters of supervision as papers: their layout and templates; `letters.issue` numbers and keeps them."""

from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from unionhall.access.scope import scope
from unionhall.papers import composing, kinds, rules, typesetting
from unionhall.papers.kinds import Field, Kind, Subject
from unionhall.supervision.models import Letter, Rung

TEXTS = Path(__file__).with_name("papers.toml")
FIELDS = (
    Field("addressee", _("to whom the letter goes"), "红星机械厂"),
    Field("text", _("the text of the letter"), "经监督发现：未足额支付加班费。", is_long=True),
)
MARKS = {Rung.REMINDER: "提示", Rung.OPINION: "意见", Rung.RECOMMENDATION: "建议"}


def values(letter: Letter, on: date) -> dict[str, str]:
    """What the officer wrote."""
    return {"addressee": letter.addressee, "text": letter.text}


def written(letter: Letter) -> list[tuple[str, bytes]]:
    """The letter as files by their endings: Word, and PDF where this machine can set one.

    A letter whose day runs does not wait for a font.
    """
    kind = _of(letter.rung)
    pattern = composing.series_of(kind, letter.union).pattern
    told = {"union": str(letter.union), "mark": kind.mark}
    code = rules.numbered(pattern, year=letter.year, number=letter.number, **told)
    language = "zh" if settings.LANGUAGE_CODE.startswith("zh") else "en"
    made, _template = composing.composed(kind, letter, language, {}, code=code, on=letter.issued_on)
    found = [(".docx", made.docx)]
    return found if typesetting.trouble() else [*found, (".pdf", typesetting.pdf(made.sheet))]


def _of(rung: str) -> Kind:
    found = kinds.kind(f"supervision.{rung}")
    assert found is not None
    return found


kinds.register(
    Subject(
        label="supervision.letter",
        name="letter",
        readable=lambda user, ability, on: Letter.objects.within(scope(user, ability, on=on)),
        key="pk",
    ),
    *(
        Kind(
            f"supervision.{rung}",
            "supervision.letter",
            rung.label,
            MARKS[rung],
            TEXTS,
            FIELDS,
            values,
            pattern="工监{mark}〔{year}〕{number}号",
            is_issued=False,
        )
        for rung in Rung
    ),
)
