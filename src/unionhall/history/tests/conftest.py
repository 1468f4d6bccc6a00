import pytest

from unionhall.accounts.models import User


@pytest.fixture(autouse=True)
def apart(settings, tmp_path):
    """Keys and anchors of this test alone."""
    settings.UNIONHALL_KEYS = tmp_path / "keys"
    settings.UNIONHALL_ANCHORS = tmp_path / "anchors"


@pytest.fixture
def officer(db):
    return User.objects.create(username="officer", name="周敏")
