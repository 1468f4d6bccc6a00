"""Signing in as allauth does it; the look-up of who asks for a page is prepared."""

from allauth.account.auth_backends import AuthenticationBackend

from unionhall.accounts.models import User
from unionhall.core.prepared import Prepared

_of_pk = Prepared(lambda pk: User.objects.filter(pk=pk))


class Backend(AuthenticationBackend):
    def get_user(self, user_id) -> User | None:
        user = _of_pk.first(pk=user_id)
        return user if user is not None and self.user_can_authenticate(user) else None
