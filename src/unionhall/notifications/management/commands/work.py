from django.core.management.base import BaseCommand

from unionhall.notifications.worker import Work


class Command(BaseCommand):
    help = "Runs jobs, sends notices and keeps the clock; any number may run beside each other."
    requires_system_checks: list[
        str
    ] = []  # they would load every page for a process that shows none

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="one round, then end")
        parser.add_argument("--burst", action="store_true", help="until nothing is left, then end")

    def handle(self, *, once: bool, burst: bool, **options):
        work = Work()
        work.stop_on_signals()
        work.run(once=once, burst=burst)
