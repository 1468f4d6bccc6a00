"""The first sign-in as an applicant walks through it."""

import pytest

from unionhall.accounts.models import User
from unionhall.members.binding.models import BindingRequest
from unionhall.members.binding.tests.conftest import NAME, PHONE

pytestmark = pytest.mark.django_db


def test_who_fits_the_register_is_bound_and_signed_in(applicant, member):
    answer = applicant.applies()

    member.refresh_from_db()
    user = User.objects.get(phone=PHONE)
    assert (answer.status_code, answer.url) == (302, "/")
    assert applicant.user_id == str(user.pk)
    assert member.user == user
    assert (user.name, user.phone_verified, user.has_usable_password()) == (NAME, True, False)
    assert not BindingRequest.objects.exists()
