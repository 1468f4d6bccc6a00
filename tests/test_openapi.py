"""The interface's description is under test: a change to it shows in review."""

import json
from pathlib import Path

from unionhall.site.api import api

SNAPSHOT = Path(__file__).parent / "openapi.json"


def test_the_description_is_as_the_snapshot_says():
    """Renew it with `unionhall openapi > tests/openapi.json` when the change is meant."""
    described = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str))
    assert described == json.loads(SNAPSHOT.read_text(encoding="utf-8"))
