"""What one line of the form looks like, whatever stands around it: how it begins and how it ends.

Labels may be English or Chinese.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from newsroom.importing.draft import Closing

LONGEST_HEADING = 120
LONGEST_CLOSING = 400

SEPARATOR = "separator"  # no letter and no digit: rules, asterisks
TEXT = "text"
ESCAPED = "escaped"  # a paragraph and nothing else
TITLE = "title"
HEADING = "heading"  # marked with #
FAQ = "FAQ"  # the heading of the FAQ
LABEL = "label"  # of a call-out whose text is on the next line
CALLOUT = "call-out"
ITEM = "item"
NUMBERED = "numbered"
ASKED = "asked"  # Q: …
READER = "reader question"
CLOSING = "closing"
BODY = {TEXT, ESCAPED, TITLE}


class Shape(NamedTuple):
    """What one line looks like: a name above, the text without its mark, a call-out's kind or an asker."""

    name: str
    text: str
    detail: str = ""


OPENERS = "“\"„«「『‘'"
CLOSERS = "”\"“»」』’')]）】*_"
# Between a label or a question and what follows. A dash before a digit may be a minus.
LEAD = r"(?:[:：?？!！\s]|[–—](?!\d)|-+(?=\s|$))"
BOLD = re.compile(r"^(?:\*\*([^*]+)\*\*|__([^_]+)__)")
MARKED_HEADING = re.compile(r"^#{1,6}\s+(.*)")
MARKED_TITLE = re.compile(r"^(?:title|headline)\s*[:：]\s*", re.I)
MARKED_CLOSING = re.compile(r"^closing line\s*[:：]\s*(?=\S)", re.I)
FAQ_HEADING = re.compile(
    r"^(?:faqs?|frequently asked questions(?:\s*\(faqs?\))?|(?:questions\s*(?:and|&)\s*answers|q\s*&\s*a)"
    r"(?:\s*\(faqs?\))?|(?:常见|常見)(?:问题|問題)(?:解答|与解答)?|问答|問答)\s*[:：]?$",
    re.I,
)
BULLET = re.compile(r"^(?:[-–—•*·‣▪●◦]\s+)+")
NUMBER = re.compile(r"^\d{1,3}[.)]\s+")
Q_MARK = re.compile(r"^(?:Q\s?\d*|Question\s?\d*|[问問]\d*)\s*[:：.)]\s*(?=\S)")
A_MARK = re.compile(r"\s(?:A|Answer)\s?\d*\s*[:：]\s|(?:\s|(?<=[?？。]))答\d*\s*[:：]")
ANSWER_LEAD = re.compile(rf"^(?:{LEAD}|(?:A|Answer|答)\s?\d*\s*[:：])+")
TEXT_LEAD = re.compile(rf"^{LEAD}+")
LABELS = {
    "did-you-know": re.compile(
        rf"^did you know(?={LEAD}|$)\s*(?:$|[?？:：–—!]|-+\s)|^(?:你知道[吗嗎]|小知[识識])\s*(?:$|[?？:：—])",
        re.I,
    ),
    # Two words that begin no sentence, so a capital after them is sign enough.
    "pro-tip": re.compile(
        r"^pro[\s-]?tips?\s*(?:$|[?？:：!–—]|-+\s|(?-i:(?<=\s)(?=[A-Z0-9“\"])))|^(?:专业提示|小贴士|小提示|提示|贴士)\s*(?:$|[:：—])",
        re.I,
    ),
    "key-point": re.compile(
        r"^key\s?point\s*(?:$|[?？:：!–—]|-+\s|(?-i:(?<=\s)(?=[A-Z0-9“\"])))|^(?:要点|重点)\s*(?:$|[:：—])",
        re.I,
    ),
    "note": re.compile(r"^(?:note|注|注意|备注)\s*(?:$|[:：!]|[–—]\s|-+\s)", re.I),
    "warning": re.compile(r"^(?:warning|警告)\s*(?:$|[:：!]|[–—]\s|-+\s)", re.I),
}
READER_QUESTION = re.compile(
    r"^(?:readers?(?:['’]s?)?\s+questions?|question from (?:a|our) readers?|[读讀]者(?:提[问問]|[问問][题題]|来信))\s*(?:#?\d{1,3})?\s*"
    r"(?:[(（](?P<in_brackets>[^()（）]{0,80})[)）]\s*|from\s+(?P<named>[^:：“\"?]{1,80}?)\s*(?=[:：]))?"
    r"(?:$|[:：–—]|-+(?=\s)|(?=[“\"「『«„]))",
    re.I,
)


def has_words(text: str) -> bool:
    """Whether there is a letter or a digit in it."""
    return any(character.isalnum() for character in text)


def shape(text: str) -> Shape:
    """What a line looks like by itself, whatever stands around it."""
    if not has_words(text):
        return Shape(SEPARATOR, text)
    if text.startswith("\\"):
        return Shape(ESCAPED, text[1:].strip())
    bold = BOLD.sub(lambda found: (found[1] or found[2]).strip(), text).strip()
    if named := _named(bold):
        return named
    if heading := MARKED_HEADING.match(text):
        return _marked_heading(heading[1])
    if BULLET.match(text) or NUMBER.match(text):
        return Shape(ITEM if BULLET.match(text) else NUMBERED, _item_text(text))
    for name, mark in ((TITLE, MARKED_TITLE), (CLOSING, MARKED_CLOSING), (ASKED, Q_MARK)):
        if mark.match(bold):
            return Shape(name, mark.sub("", bold))
    if bold != text and BOLD.sub("", text) == "" and heading_like(bold):
        return Shape(HEADING, bold)
    return Shape(TEXT, bold)


def _named(text: str) -> Shape | None:
    """A line that says itself what it is: FAQ heading, call-out or reader question."""
    if FAQ_HEADING.match(text):
        return Shape(FAQ, text)
    if asked := READER_QUESTION.match(text):
        asker = (asked["in_brackets"] or asked["named"] or "").strip()
        return Shape(READER, TEXT_LEAD.sub("", text[asked.end() :]), asker)
    for kind, label in LABELS.items():
        if found := label.match(text):
            rest = TEXT_LEAD.sub("", text[found.end() :]).strip()
            return Shape(CALLOUT if has_words(rest) else LABEL, rest, kind)
    return None


def _marked_heading(text: str) -> Shape:
    if text.startswith("\\"):
        return Shape(HEADING, text[1:].strip())
    text = re.sub(r"\s#+$", "", text)
    bold = BOLD.sub(lambda found: (found[1] or found[2]).strip(), text).strip()
    return _named(bold) or Shape(HEADING, bold)


def _item_text(text: str) -> str:
    """Without bullets, numbers and bold marks, however they are nested."""
    while (bare := BOLD.sub(lambda m: m[1] or m[2], NUMBER.sub("", BULLET.sub("", text))).strip()) != text:
        text = bare
    return text


def heading_like(text: str) -> bool:
    """Short, without the stop that ends a sentence (a question mark may), and not beginning in lower case."""
    bare = text.rstrip(CLOSERS + " ")
    if not bare or len(text) > LONGEST_HEADING or bare[-1] in ".!;:,…。！；：，、":
        return False
    return not text.split()[0].islower()


# Questions and answers.

PAIRS = {"“": "”", "「": "」", "『": "』", "«": "»", "(": ")", "（": "）"}
QUOTED_QUESTION = re.compile(rf"^[{OPENERS}](.+?[?？]+)[”\"»」』’'](?=$|[\s:：–—-])")
QUESTION_END = re.compile(rf"[?？][?!？！]*[{re.escape(CLOSERS)}]*(?=\s|$)|？")
QUESTION_WORDS = re.compile(
    r"^[“\"]?(?:what|how|who|whose|why|when|where|which|is|are|was|were|can|could|do|does|did|will|would|should|"
    r"has|have|may|might)\b",
    re.I,
)


def _spans_outside_quotes(text: str) -> Iterator[int]:
    """Offsets of the question marks that stand in no quotation and no bracket."""
    waiting: list[str] = []
    for offset, character in enumerate(text):
        if waiting and character == waiting[-1]:
            waiting.pop()
        elif character in PAIRS:
            waiting.append(PAIRS[character])
        elif character == '"':
            waiting.append('"')
        elif not waiting and character in "?？":
            yield offset


def _quoted(text: str) -> tuple[str, str] | None:
    """The quotation a text begins with, and the rest after it."""
    if text[:1] in {"“", "「", "『", "«"}:
        depth = 0
        for offset, character in enumerate(text):
            depth += (character == text[0]) - (character == PAIRS[text[0]])
            if depth == 0:
                return text[1:offset].strip(), text[offset + 1 :].strip()
    if found := QUOTED_QUESTION.match(text):
        return found[1].strip(), text[found.end() :].strip()
    return None


def split_question(text: str) -> tuple[str, str] | None:
    """Question and answer, parted at the first question mark outside quotations; None without one."""
    if (quoted := _quoted(text)) and quoted[0].endswith(("?", "？")):
        return quoted[0], ANSWER_LEAD.sub("", quoted[1])
    ends = (QUESTION_END.match(text, offset) for offset in _spans_outside_quotes(text))
    end = next(filter(None, ends), None) or QUESTION_END.search(text)
    if end is None or not has_words(text[: end.start()]):
        return None
    return text[: end.end()], ANSWER_LEAD.sub("", text[end.end() :])


def split_entry(line: Shape) -> tuple[str, str] | None:
    """Question and answer of a line of the FAQ, None where it asks nothing."""
    if line.name == ASKED:
        answer = A_MARK.search(f"{line.text} ")
        if answer:
            return line.text[: answer.start()].strip(), ANSWER_LEAD.sub("", line.text[answer.end() :])
        return split_question(line.text) or (line.text, "")
    return split_question(line.text)


def split_reader_question(text: str) -> tuple[str, str]:
    """Question and answer: by the question's quotation marks, its question mark or a spaced dash."""
    quoted = _quoted(text)
    if quoted and has_words(quoted[0]):
        question, rest = quoted
        if rest.startswith(("?", "？")):  # “May I come”? – the mark belongs to the question
            question, rest = question + rest[0], rest[1:]
        if question.endswith(("?", "？", "!", ".", "…")) or not rest or TEXT_LEAD.match(rest):
            return question, ANSWER_LEAD.sub("", rest)
    if halves := split_question(text):
        return halves
    question, _, answer = re.sub(r"\s[-–—]+\s", "\n", text, count=1).partition("\n")
    return question, ANSWER_LEAD.sub("", answer)


# The closing line.

_SENTENCE = r"(?:^[*_“\"]*|(?<=[.!?…]\s))"
_ON = r"(?:(?![.!?]\s).)"  # goes on within one sentence; "GPT-4.1" is no end
SENT_ON = re.compile(
    rf"{_SENTENCE}(?:(?:to|want to|if you want to|you can|for|curious to)\s+)?"
    rf"(?:explore|read|discover|learn|find|see|dive|browse|continue|catch|get|follow|visit|click|check|more)\b"
    rf"{_ON}*?\b(?P<here>here)\b",
    re.I,
)
INVITED = re.compile(
    rf"{_SENTENCE}(?:subscribe|sign up|stay (?:tuned|ahead|informed|up to date|updated)|follow us|"
    rf"join (?:us|our|the)|share (?:your|this|it|them)|tell us|let us know|leave a comment|"
    rf"for more (?:on|about)|to (?:learn|read|find out) more|want to (?:know|learn|read) more|visit our|"
    rf"(?:check out|read|see|browse|explore) (?:all )?our|keep reading|thank you for reading|thanks for reading)\b"
    r"|^(?:欢迎)?[订訂][阅閱]",
    re.I,
)
# 点击此处了解更多关于人工智能的内容。  想了解更多关于芯片的信息，请点击这里。
SENT_ON_IN_CHINESE = re.compile(r"(?:点击|點擊|请看|请见|阅读|了解)[^。！？]*?(?P<here>此处|此處|这里|這裡)")
TOPIC_IN_CHINESE = re.compile(
    r"(?:关于|關於|有关)(?P<topic>[^，。,]+?)(?:的(?:更多)?(?:内容|信息|文章|报道))?(?=[，。,]|请|$)"
)
_TO_HERE = rf"\s+({_ON}+?),?\s+(?:(?:by clicking|click|tap|right|over|in full)\s+)*\[?here\b"
TOPICS = (
    re.compile(rf"\bmore\s+(?:about|on){_TO_HERE}", re.I),
    re.compile(rf"\b(?:about|on){_TO_HERE}", re.I),
    re.compile(rf"\b(?:of|into|to){_TO_HERE}", re.I),
)


def closing_like(text: str) -> bool:
    """A short text that tells the reader to go on "here", to subscribe or to write in."""
    return len(text) <= LONGEST_CLOSING and bool(_sent_on(text) or INVITED.search(text))


def _sent_on(text: str) -> re.Match[str] | None:
    return SENT_ON.search(text) or SENT_ON_IN_CHINESE.search(text)


def closing(text: str) -> Closing:
    """The closing line with its topic, the words between "about" (or "on") and "here"."""
    sent = _sent_on(text) if len(text) <= LONGEST_CLOSING else None
    if sent is None:
        return Closing(text)
    if named := TOPIC_IN_CHINESE.search(text):
        return Closing(text, named["topic"].strip(), sent.span("here"))
    found = next(filter(None, (topic.search(sent[0]) for topic in TOPICS)), None)
    topic = found[1].strip(OPENERS + CLOSERS + " ,") if found else ""
    return Closing(text, topic or None, sent.span("here"))
