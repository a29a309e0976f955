"""A server of its own for a measurement: requests a second and CPU time a request."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]


class Figures(NamedTuple):
    """What a run of requests cost the server."""

    per_second: float
    cpu_ms: float


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(application: str, *, workers: int = 1, **environment: str) -> Iterator["Server"]:
    """A granian server with one thread a worker, as in production, until the block ends."""
    port = free_port()
    granian = str(Path(sys.executable).with_name("granian"))
    options = "--interface wsgi --host 127.0.0.1 --blocking-threads 1 --log-level error"
    command = [granian, *options.split(), "--port", str(port), "--workers", str(workers), application]
    process = subprocess.Popen(  # noqa: S603
        command, cwd=ROOT, env=os.environ | environment, start_new_session=True
    )
    try:
        with closing(Server(process, port)) as server:
            yield server
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def most_held(process: int) -> float:
    """The most MB that a process ever held in memory (proc(5): VmHWM); 0 where it is over."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1000
    return 0.0


class Server:
    """One running server."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int) -> None:
        self.process, self.port = process, port
        self.connection = self._connect()

    def _connect(self) -> http.client.HTTPConnection:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        for _ in range(600):
            try:
                connection.connect()
                return connection
            except ConnectionRefusedError:
                time.sleep(0.05)  # the server is starting; this is no test
        raise RuntimeError("the server did not start")

    def close(self) -> None:
        """End the connection that requests are made on; the server goes on."""
        self.connection.close()

    def get(self, path: str, host: str = "127.0.0.1") -> bytes:
        """The body of a page; raises RuntimeError unless it answers 200."""
        self.connection.request("GET", path, headers={"Host": host})
        response = self.connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise RuntimeError(f"{path} answered {response.status}")
        return body

    def drain(self, path: str) -> int:
        """The size of what is sent, read by pieces and kept nowhere."""
        self.connection.request("GET", path, headers={"Host": "127.0.0.1"})
        response = self.connection.getresponse()
        if response.status != 200:
            raise RuntimeError(f"{path} answered {response.status}")
        return sum(len(piece) for piece in iter(lambda: response.read(1 << 16), b""))

    def most_held(self) -> float:
        """The most MB that a process of the server ever held in memory."""
        return max(most_held(int(process.name)) for process in self._processes())

    def measure(self, path: str, count: int, host: Callable[[int], str] = lambda n: "127.0.0.1") -> Figures:
        """The cost of `count` requests one after another, each with the host's name that it gets."""
        cpu, began = self._cpu(), time.perf_counter()
        for n in range(count):
            self.get(path, host(n))
        took = time.perf_counter() - began
        return Figures(count / took, (self._cpu() - cpu) / count * 1000)

    def _processes(self) -> Iterator[Path]:
        """The server's processes, by their directories below /proc."""
        group = os.getpgid(self.process.pid)
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(FileNotFoundError, ProcessLookupError):
                if int(stat.read_text().rsplit(")", 1)[1].split()[2]) == group:
                    yield stat.parent

    def _cpu(self) -> float:
        """Seconds of CPU of the server's threads so far, to the nanosecond (proc(5): schedstat)."""
        total = 0
        for process in self._processes():
            with suppress(FileNotFoundError, ProcessLookupError):
                for thread in process.glob("task/*/schedstat"):
                    total += int(thread.read_text().split()[0])
        return total / 1e9
