"""Four clients against a served federation, with the CPU time that web and database spend."""

import gzip
import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Measured:
    """What one kind of request cost."""

    name: str
    cpu_ms: float
    web_ms: float
    database_ms: float
    p50_ms: float
    p95_ms: float
    queries: int
    failures: int
    kilobytes: float
    per_second: float


def processes(root: int) -> list[int]:
    """A process and everything below it."""
    children: dict[int, list[int]] = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = place.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(place.parent.name))
    found, waiting = [], [root]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


def cpu_of(root: int) -> float:
    """Seconds of CPU that a tree of processes has used, those that ended included."""
    total = 0
    for process in processes(root):
        try:
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(int(field) for field in fields[11:13])
        if process == root:
            total += sum(int(field) for field in fields[13:15])
    return total / TICK


def memory_of(root: int) -> float:
    """The largest resident size among the processes below `root`, in megabytes."""
    sizes = []
    for process in processes(root)[1:]:
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                sizes.append(int(line.split()[1]) / 1024)
    return max(sizes)


def text(data: bytes) -> bytes:
    """The body as it was before it was packed."""
    return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


class Server:
    """gunicorn with two workers, in front of the database that DATABASE_URL names."""

    def __init__(
        self,
        port: int,
        postmaster: int,
        *,
        application: str = "unionhall.site.wsgi",
        alive: str = "/healthz",
        python: str = sys.executable,
        place: Path | None = None,
    ):
        self.port, self.postmaster, self.alive = port, postmaster, alive
        self.process = subprocess.Popen(
            [
                python,
                "-m",
                "gunicorn",
                application,
                "--workers",
                "2",
                "--preload",
                "--bind",
                f"127.0.0.1:{port}",
                "--log-level",
                "error",
            ],
            env={**os.environ, "ALLOWED_HOSTS": "127.0.0.1"},
            cwd=place,
            preexec_fn=os.setsid,
        )
        self.wait()

    def wait(self) -> None:
        for _attempt in range(1200):
            try:
                if self.get(self.alive)[0] < 400:
                    return
            except OSError:
                pass
            time.sleep(0.05)
        raise RuntimeError("the server does not answer")

    def get(
        self, path: str, *, cookie: str = "", method: str = "GET", body: str = "", token: str = ""
    ) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": cookie, "Accept-Encoding": "gzip", "Accept-Language": "zh-CN"}
        if method == "POST":
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": token}
        connection.request(method, path, body=body or None, headers=headers)
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        return answer.status, data

    def measure(
        self,
        name: str,
        jobs: list[dict],
        *,
        shows: bytes = b"",
        queries: int,
        clients: int = 4,
        expected: int = 200,
    ) -> Measured:
        """Send each job once, spread over the clients, after a few to warm up.

        An answer fails that has another status than `expected`, or does not hold `shows`.
        """
        warm, jobs = jobs[:8], jobs[8:]
        for job in warm:
            self.get(**job)
        times, answers, lock = [], [], threading.Lock()
        waiting = iter(jobs)

        def client():
            while True:
                with lock:
                    job = next(waiting, None)
                if job is None:
                    return
                start = time.perf_counter()
                status, data = self.get(**job)
                took = 1000 * (time.perf_counter() - start)
                with lock:
                    times.append(took)
                    answers.append((status, data))

        web, database = cpu_of(self.process.pid), cpu_of(self.postmaster)
        begun = time.perf_counter()
        threads = [threading.Thread(target=client) for _ in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        wall = time.perf_counter() - begun
        web, database = cpu_of(self.process.pid) - web, cpu_of(self.postmaster) - database
        cuts = quantiles(times, n=20)
        each = 1000 / len(times)
        return Measured(
            name,
            (web + database) * each,
            web * each,
            database * each,
            cuts[9],
            cuts[18],
            queries,
            sum(status != expected or shows not in text(data) for status, data in answers),
            max(len(data) for _status, data in answers) / 1024,
            len(times) / wall,
        )

    def cpu(self) -> float:
        """Seconds of CPU it has used so far, all its processes together."""
        return cpu_of(self.process.pid)

    def memory(self) -> float:
        """The resident size of its largest process, in megabytes."""
        return memory_of(self.process.pid)

    def stop(self) -> None:
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait()
