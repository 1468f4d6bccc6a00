import sys

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from unionhall.history.anchoring import anchor_all


class Command(BaseCommand):
    help = (
        "Anchor every chain as it stands now, where it is ahead of its anchor. After restoring a "
        "backup, move the old anchors away first and keep them: they tell what was lost."
    )

    def handle(self, *args, **options):
        count, left = anchor_all()
        self.stdout.write(ngettext("%d chain anchored.", "%d chains anchored.", count) % count)
        for chain in left:
            self.stdout.write(self.style.ERROR(_("%s does not verify and was left.") % chain))
        if left:
            sys.exit(1)
