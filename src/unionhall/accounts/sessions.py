"""Sessions in the database, as Django keeps them; the look-up that every page begins with is prepared."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from unionhall.core.prepared import Prepared

_of_key = Prepared(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now),
)


class SessionStore(db.SessionStore):
    def _get_session_from_db(self):
        # Django's own clock, not ours: the sample's past must not bring old sessions back.
        session = _of_key.first(key=self.session_key, now=timezone.now())
        if session is None:
            self._session_key = None
        return session
