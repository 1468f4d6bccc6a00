"""Everything a machine needs to serve: database, static files, sample, job worker, web server."""

import os
import signal
import subprocess
import sys
from time import sleep

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from unionhall.accounts.models import User
from unionhall.core import keyring


class Command(BaseCommand):
    help = (
        "Sets up what is missing, then serves on 127.0.0.1:$PORT with the job worker until stopped."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--sample",
            action="store_true",
            help="Fill an empty database with the sample federation.",
        )
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))

    def handle(self, *, sample, port, verbosity, **options):
        keyring.create()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        if sample and not User.objects.exists():
            self.stdout.write("Making the sample federation …")
            call_command("sample")
        elif sample:
            call_command("sample", sign_ins=True)
        self.stdout.write(
            self.style.SUCCESS(f"\nUnionhall serves on http://127.0.0.1:{port}/ (Ctrl-C ends it)\n")
        )
        self.stdout.flush()
        _serve(port)


def _serve(port: int) -> None:
    """Run the web server with the worker beside it."""
    os.environ.update(PORT=str(port), UNIONHALL_DATA=str(settings.DATA))
    here = [sys.executable, "-m"]
    web = [
        *here, "gunicorn", "unionhall.site.wsgi", "--bind", f"127.0.0.1:{port}",
        "--workers", "2", "--threads", "2", "--preload", "--log-level", "warning",
    ]  # fmt: skip
    sys.exit(side_by_side(web, [*here, "unionhall", "work"]))


def side_by_side(web: list[str], work: list[str]) -> int:
    """Run both commands until the web server ends; a worker that dies is started anew. Returns an exit code."""
    server, worker = subprocess.Popen(web), subprocess.Popen(work)
    asked = False

    def stop(*_signal):
        nonlocal asked
        asked = True
        for process in (server, worker):
            process.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while server.poll() is None and not asked:
        if worker.poll() is not None:
            sleep(0.8)  # one that cannot start must not keep the machine busy
            worker = subprocess.Popen(work)
        sleep(0.2)
    stop()
    codes = [process.wait() for process in (server, worker)]
    return 0 if all(code in (0, -signal.SIGTERM, -signal.SIGINT) for code in codes) else 1
