"""News about duties for apps above that keep something beside them."""

from django.dispatch import Signal

# The due date was reckoned anew; sent with `duty`.
due_changed = Signal()
# Duties passed to others by hand, or because a mandate began or ended; sent with `duties` as they are now.
handed_over = Signal()
