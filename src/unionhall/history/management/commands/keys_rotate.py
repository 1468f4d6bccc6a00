from time import sleep

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from unionhall.core import keyring


class Command(BaseCommand):
    help = (
        "Add a new sealing key and seal everything anew under it. Interrupted, run it again with "
        "--reseal. Where several machines serve, copy the new key to each of them."
    )

    def add_arguments(self, parser):
        parser.add_argument("--reseal", action="store_true", help="add no key, only seal anew")
        parser.add_argument(
            "--retire",
            action="store_true",
            help="afterwards delete the older keys: backups made under them can no longer be read",
        )

    def handle(self, *args, **options):
        if not options["reseal"]:
            self.stdout.write(_("Key %d seals from now on.") % keyring.rotate())
            # Until they have noticed, running processes still seal under the old key.
            sleep(keyring.LOOK_AGAIN + 1)
        for name, count in keyring.reseal_all().items():
            self.stdout.write(
                _("%(name)s: %(count)d sealed anew.") % {"name": name, "count": count}
            )
        if options["retire"]:
            self._retire()

    def _retire(self) -> None:
        late = {name: count for name, count in keyring.reseal_all().items() if count}
        if late:
            raise CommandError(
                _("Something was still being sealed under an older key (%s): try again.")
                % ", ".join(late)
            )
        for number in keyring.retire():
            self.stdout.write(_("Key %d was deleted.") % number)
