"""Django finds the app's models from here; each stands beside its pages."""

from unionhall.organising.campaigns.models import Campaign, Target, Visit  # noqa: F401
from unionhall.organising.changes.models import Change, ChangedUnion  # noqa: F401
from unionhall.organising.employers_in.models import Listed  # noqa: F401
from unionhall.organising.founding.models import Founder, Founding  # noqa: F401
