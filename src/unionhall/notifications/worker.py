"""One process that runs jobs, sends the outbox, keeps the clock and shows that it is alive."""

import logging
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import uuid4

from django.db import DatabaseError, close_old_connections, connection

from unionhall.core import clock as time
from unionhall.notifications import clock, delivery, groups, running
from unionhall.notifications.models import Tick, Worker

BEAT_EVERY = 15.0  # seconds
SHORTEST_WAIT, LONGEST_WAIT = 0.2, 2.0
log = logging.getLogger(__name__)


class Work:
    """The worker's loop."""

    def __init__(self) -> None:
        self.id = uuid4().hex
        self.stopping = threading.Event()
        self.minute: datetime | None = None

    def run(self, *, burst: bool = False, once: bool = False) -> None:
        """Work until told to stop; with `burst` until nothing is left to do, with `once` one round."""
        wait = SHORTEST_WAIT
        with self._alive():
            while not self.stopping.is_set():
                did = self._round()
                if once or (burst and not did):
                    return
                wait = SHORTEST_WAIT if did else min(wait * 1.5, LONGEST_WAIT)
                if not did:
                    self.stopping.wait(wait)

    def _round(self) -> int:
        """The clock when its minute has come, then one job, then what waits in the outbox."""
        close_old_connections()
        try:
            did = self._keep_time()
            if (job := running.claim(self.id)) is not None:
                running.run(job)
                did += 1
            return did + delivery.deliver() + groups.deliver()
        except DatabaseError:
            # A locked file or a server that restarts: nothing was lost, the next round tries again.
            log.exception("the database did not answer")
            connection.close()
            self.stopping.wait(LONGEST_WAIT)
            return 0

    def _keep_time(self) -> int:
        minute = clock.minute_of(time.now())
        if minute == self.minute:
            return 0
        did = running.reap() + clock.tick(worker=self.id)
        self.minute = minute
        return did

    @contextmanager
    def _alive(self) -> Iterator[None]:
        """A row that says so, renewed by a thread of its own so that long jobs do not silence it."""
        self._beat()
        ended = threading.Event()
        heart = threading.Thread(target=self._beat_until, args=(ended,), daemon=True, name="heart")
        heart.start()
        try:
            yield
        finally:
            ended.set()
            heart.join(BEAT_EVERY)
            Worker.objects.filter(pk=self.id).delete()

    def _beat_until(self, ended: threading.Event) -> None:
        # A signal this thread received would not wake the main thread from a job that waits.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
        while not ended.wait(BEAT_EVERY):
            try:
                self._beat()
            except DatabaseError:
                log.exception("the heartbeat could not be written")
                connection.close()
        connection.close()

    def _beat(self) -> None:
        now = time.now()
        if not Worker.objects.filter(pk=self.id).update(beat_at=now):
            # The first beat, or others took this worker for dead.
            Worker.objects.create(
                id=self.id, host=running.host(), pid=os.getpid(), started_at=now, beat_at=now
            )
        Tick.objects.filter(lease=self.id).update(leased_until=now + clock.LEASE)

    def stop_on_signals(self) -> None:
        """SIGTERM and SIGINT end the loop after the running job; a second one ends it at once."""

        def stop(number: int, _frame) -> None:
            if self.stopping.is_set():
                raise SystemExit(128 + number)
            self.stopping.set()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
