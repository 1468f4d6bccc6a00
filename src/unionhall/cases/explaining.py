"""What the page "How this goes" shows of a procedure: the picture, and a row for each step."""

from datetime import date

from unionhall.cases.drawing import drawn
from unionhall.cases.procedure import Procedure, length
from unionhall.duties import subjects

_offered: dict[str, Procedure] = {}


def offer(procedure: Procedure) -> None:
    """Let the page "How this goes" show a procedure of an app above; offered again, it is replaced."""
    _offered[procedure.name] = procedure


def offered() -> dict[str, Procedure]:
    """All procedures the page can show, by name."""
    return dict(_offered)


def explained(procedure: Procedure, *, on: date, jurisdiction: str, here: str = "") -> dict:
    """The picture and the steps in words, for a template."""
    return {
        "procedure": procedure,
        "picture": drawn(procedure, here=here),
        "rows": [
            {
                "step": step,
                "from": [
                    str(procedure.stages[name]) for name in step.among if name in procedure.stages
                ],
                "to": str(procedure.stages[step.to]) if step.to in procedure.stages else "",
                "periods": [
                    {
                        "label": subjects.label(period.kind),
                        "length": length(period, on=on, jurisdiction=jurisdiction),
                        "rule": period.rule,
                    }
                    for period in step.owes
                ],
            }
            for step in procedure.steps
        ],
    }
