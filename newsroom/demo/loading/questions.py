"""What readers asked of the demonstration, with the answers, and what was corrected by hand."""

from datetime import datetime

from django.core.mail import make_msgid
from django.utils import timezone

from changes.corrections import Said, correct
from newsroom.asked.beginning import begin_draft, look_for_figure
from newsroom.demo import contents
from newsroom.demo.contents import Table
from newsroom.demo.loading.cast import Cast, valid
from newsroom.ledger.correcting import things
from questions.answering.giving import answer
from questions.deciding.merging import merge
from questions.deciding.moderation import claim, decline, open_to_readers, spam
from questions.models import Answer, Letter, Question, Subscriber
from readers.addresses import digest, seal
from readers.networks import mark


def ask_questions(cast: Cast) -> int:
    asked: dict[str, Question] = {}
    for row in contents.tables("questions")["question"]:
        asked[row["key"]] = _question(cast, row, asked)
    return len(asked)


def _question(cast: Cast, row: Table, asked: dict[str, Question]) -> Question:
    plain = ("text", "slug", "asker", "times_asked", "suspicion", "suspected_for")
    question = valid(
        Question(
            **{name: row[name] for name in plain if name in row},
            article=cast.articles[row["article"]] if "article" in row else None,
            asked_at=contents.moment(row["asked"], cast.today),
            asked_from=mark(row["network"], cast.today) if "network" in row else "",
        )
    )
    if "email" in row:
        Subscriber.objects.create(
            question=question,
            sealed=seal(row["email"]),
            digest=digest(row["email"]),
            asked=True,
            since=question.asked_at,
        )
    question.records.set([cast.records[key].record_ptr for key in row.get("records", [])])
    if "answer" in row:
        _answer(cast, question, row)
    _decide(cast, question, row, asked)
    return question


def _decide(cast: Cast, question: Question, row: Table, asked: dict[str, Question]) -> None:
    """What an editor made of it."""
    editor = cast.users["editor"]
    match row["state"]:
        case "open":
            open_to_readers(question, by=editor)
        case "declined":
            decline(question, by=editor, reason=row["reason"])
        case "spam":
            spam(question, by=editor)
        case "duplicate":
            merge(question, asked[row["duplicate_of"]], editor)
    match row.get("sought"):
        case "fact":
            look_for_figure(question, by=editor, note="Languages, and who counted them")
        case "draft":
            begin_draft(question, by=editor, records=question.records.all())
    if "claimed" in row:
        claim(question, by=cast.users[row["claimed"]])


def _answer(cast: Cast, question: Question, row: Table) -> None:
    """Answer, dated by the demonstration: answer() itself takes the present as its day."""
    at = contents.moment(row["answered"], cast.today)
    texts = (
        [(row["at_first"], ""), (row["answer"], row["changed"])]
        if "changed" in row
        else [(row["answer"], "")]
    )
    for text, note in texts:
        given = answer(
            question,
            text=contents.with_fact_ids(text, cast.fact_ids),
            by=cast.users[row["by"]],
            published_from=at if row.get("own_page") else None,
            note=note,
        )
    Answer.objects.filter(pk=given.pk).update(answered_at=at, checked_at=given.checked_at and at)
    for n, came in enumerate(row.get("told", ()), 1):
        _letter(question, f"reader-{n}@example.org", came, at)


def _letter(question: Question, address: str, came: str, at: datetime) -> None:
    """A reader who was mailed the answer, as far as that came; nothing is sent."""
    reader = Subscriber.objects.create(
        question=question, sealed=seal(address), digest=digest(address), since=question.asked_at
    )
    Letter.objects.create(
        subscriber=reader,
        occasion=Letter.Occasion.ANSWER,
        state={"doubt": Letter.State.SENDING}.get(came, came),
        tries=1,
        **dict.fromkeys(("noted_at", "due_at", "claimed_at"), at),
        message_id=make_msgid(domain="example.org"),
        failure="The mail server said no: 550." if came == Letter.State.FAILED else "",
    )


def correct_by_hand(cast: Cast) -> int:
    """Those that were made by hand."""
    rows = contents.tables("questions")["correction"]
    for row in rows:
        questions = Question.objects.filter(slug__in=row["questions"])
        records = [cast.records[key].record_ptr for key in row["records"]]
        touches = things((), questions, records, at=timezone.now())
        correct(Said(row["wrong"], row["right"]), touches=touches, by=cast.users["publisher"])
    return len(rows)
