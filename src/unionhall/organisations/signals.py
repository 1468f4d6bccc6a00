"""News from this app for those above it; sent inside the act's transaction."""

from django.dispatch import Signal

mandate_begun = Signal()  # mandate, by, on
mandate_ended = Signal()  # mandate, by, on; `mandate.until_on` may still lie ahead
organisation_moved = Signal()  # organisation, by, on
organisation_closed = Signal()  # organisation, by, on
body_begun = Signal()  # body, by, on
employer_covered = (
    Signal()
)  # employer, union, by, on; a union opened for it, or gathers its workers from now on
