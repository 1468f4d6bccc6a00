"""News about duties for apps above that keep something beside them."""

from django.dispatch import Signal

# The due date was reckoned anew; sent with `duty`.
due_changed = Signal()
# Duties passed to others by hand, or because a mandate began or ended; sent with `duties` as they are now.
handed_over = Signal()
# An overdue duty is about to be told to an office; sent with `duty`, `organisation` (key), `office` and `on`.
# Whoever keeps what it is about to named persons names one there now, or nobody there is told.
escalating = Signal()
