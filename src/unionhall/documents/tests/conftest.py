import pytest

from unionhall.accounts.models import User


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def by(db):
    return User.objects.create(username="worker", name="李小明")


@pytest.fixture
def subject(db):
    """Anything saved can have files; here another account."""
    return User.objects.create(username="subject")
