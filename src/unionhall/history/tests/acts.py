"""The smallest act, for tests."""

from unionhall.history.actions import act, record


@act
def note(chain="organisation:1", verb="a", subject="cases.case:1", **rest):
    """An act that records one entry."""
    record(chain, verb, by=rest.pop("by", None), subject=subject, **rest)
