"""Being told to end (SIGTERM): what was begun is brought to its end first, so that nothing of it is in doubt."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def told_to_end(end: Callable[[], None]) -> Iterator[None]:
    """Have a signal to end call this meanwhile, and do afterwards what it does else.

    A process that serves pages has its own way to end, and its threads hear of no signals.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    told: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        told.append(number)
        end()

    before = signal.signal(signal.SIGTERM, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before or signal.SIG_DFL)
        if told:
            signal.raise_signal(signal.SIGTERM)
