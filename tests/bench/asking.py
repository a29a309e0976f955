"""What it costs to look for answered questions at each keystroke, among twenty thousand."""

import random
import resource
import statistics
import time
from collections.abc import Callable, Iterator

from django.db import connection, transaction
from django.utils import timezone

from questions.matching import terms
from questions.matching.finding import as_typed, similar
from questions.models import Answer, Question
from tests.bench.matching import HAN, SYLLABLES
from tests.factories import make_company

QUESTIONS, RECORDS, BATCH = 20_000, 300, 1_000
ENGLISH = (
    "How much does {} cost{}?",
    "Who founded {}{}?",
    "Is {} available in Europe{}?",
    "How many people use {}{}?",
    "When will {} be listed on the stock exchange{}?",
    "Does {} train its models on what readers write{}?",
    "Why did {} move its servers to another country{}?",
    "Which chips does {} buy{}?",
)
CHINESE = ("{}怎么收费{}？", "谁创办了{}{}？", "{}能在国外用吗{}？", "{}有多少用户{}？", "{}什么时候上市{}？")
ENDS = (
    "",
    " this year",
    " for a school",
    " without an account",
    " after the winter",
    " at night",
    " in the long run",
)
ENDS_CHINESE = ("", "今年", "对学校来说", "冬天以后", "晚上", "长期来看")


def rows() -> Iterator[tuple[str, float, str]]:
    """Lines of the table: name, figure, unit, of the functions that the pages call."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    asked = _fill()
    for text in asked:  # what is read once is read by now
        similar(text)
    databases = f"{QUESTIONS:,} answered questions, {connection.vendor}"
    typed = [text[:end] for text in asked for end in range(1, len(text) + 1)]
    for name, act, texts in (("a keystroke", as_typed, typed), ("after sending", similar, asked)):
        taken = [_ms(act, text) for text in texts]
        for clock, times in zip((", CPU", ""), map(sorted, zip(*taken, strict=True)), strict=True):
            yield f"{name} among {databases}, p95{clock}", times[int(len(times) * 0.95)], "ms"
            yield f"{name} among {databases}, median{clock}", statistics.median(times), "ms"
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield "memory for filling and asking", (after - before) / 1024, "MB"


def _ms(act: Callable[[str], object], text: str) -> tuple[float, float]:
    """What an act takes: of this process, and by the clock, which a busy machine and the database's own share move."""
    began, by_clock = time.process_time(), time.perf_counter()
    act(text)
    return (time.process_time() - began) * 1000, (time.perf_counter() - by_clock) * 1000


@transaction.atomic
def _fill() -> list[str]:
    """Answer as many questions, and return some that readers type."""
    chance = random.Random(11)  # noqa: S311
    latin = sorted({"".join(chance.choices(SYLLABLES, k=3)).title() for _ in range(RECORDS)})
    chinese = sorted({"".join(chance.choices(HAN, k=3)) for _ in range(RECORDS)})
    for name, native in zip(latin, chinese, strict=False):
        make_company(name, native_name=native)
    texts = [_text(chance, latin, chinese) for _ in range(QUESTIONS)]
    start = Question.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    made = [Question(pk=start + 1 + n, text=text, slug="q", state="answered") for n, text in enumerate(texts)]
    Question.objects.bulk_create(made, batch_size=BATCH)
    now = timezone.now()
    Answer.objects.bulk_create(
        [Answer(question=one, text="<p>Yes.</p>", published_from=now) for one in made], batch_size=BATCH
    )
    terms.keep(made)
    connection.cursor().execute("ANALYZE")
    return [_text(chance, latin, chinese) for _ in range(40)]


def _text(chance: random.Random, latin: list[str], chinese: list[str]) -> str:
    if chance.random() < 0.7:
        # Names are not asked after alike: one in ten stands in half of the questions.
        few = chance.random() < 0.5
        return chance.choice(ENGLISH).format(chance.choice(latin[:30] if few else latin), chance.choice(ENDS))
    return chance.choice(CHINESE).format(chance.choice(chinese), chance.choice(ENDS_CHINESE))
