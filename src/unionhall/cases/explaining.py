"""What the page "How this goes" shows of a procedure: the picture, and a row for each step."""

from datetime import date

from unionhall.cases.drawing import drawn
from unionhall.cases.procedure import Procedure, length
from unionhall.duties import subjects


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
