"""Not more mails in a second than the mail server wants."""

import time


class Pace:
    """At most so many in a second from this worker, evenly; 0 is as fast as they are taken."""

    def __init__(self, per_second: float) -> None:
        self._gap = 1 / per_second if per_second else 0.0
        self._next = 0.0

    def wait(self) -> None:
        """Wait until the next may go."""
        if not self._gap:
            return
        now = time.monotonic()
        if now < self._next:
            time.sleep(self._next - now)
        self._next = max(now, self._next) + self._gap
