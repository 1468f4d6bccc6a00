"""News of transfers for what they came from; sent inside the act's transaction."""

from django.dispatch import Signal

transfer_ended = Signal()  # transfer, by, on; received, refused or withdrawn
