"""What falls due by the clock alone, done by one periodic run: mails, forgetting, schedules, feeds, webhooks.

Whatever readers see follows from the time of asking; this does what has to be told or deleted besides.
"""

import logging
from collections.abc import Callable
from functools import partial

from api import repeating
from newsletter.sending import going
from newsletter.subscribing import forgetting as newsletter
from newsroom import mailing as hand_overs
from newsroom.desk import schedules
from questions.letters import forgetting, mailing
from webhooks import pinging
from webhooks import sending as webhooks

logger = logging.getLogger(__name__)

#: For so many seconds a run sends the newsletter, before the next goes on: what else is due does not wait for it.
SENDING = 120
#: In this order: whoever is to be told is told before they are forgotten. Each says how many it concerned.
STEPS: list[tuple[str, Callable[[], int | None]]] = [
    ("letters sent to readers", mailing.run),
    ("mails of the newsletter sent", partial(going.run, seconds=SENDING)),
    ("rows of readers deleted", forgetting.forget_due),
    ("rows of the newsletter’s readers forgotten", newsletter.forget_due),
    ("answers kept for programs deleted", repeating.forget_old),
    ("schedules in trouble", schedules.look),
    ("hand-overs told", hand_overs.tell),
    # Last: others' programs may take their time.
    ("feeds told to the hub", pinging.run),
    ("webhooks delivered", webhooks.run),
]


def run() -> tuple[list[str], list[str]]:
    """Do every step, also after one that failed; returns what was done and what failed. Can be run twice at once."""
    done, failed = [], []
    for name, step in STEPS:
        try:
            count = step()
        except Exception:
            logger.exception("This failed and is tried again by the next run: %s", name)
            failed.append(name)
        else:
            done.append(f"{name}: {'done' if count is None else count}")
    return done, failed
