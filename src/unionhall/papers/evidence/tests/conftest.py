from unionhall.papers.tests.conftest import (  # noqa: F401
    acceptance,
    case,
    cast,
    english,
    files,
    signed_in,
    units,
)
