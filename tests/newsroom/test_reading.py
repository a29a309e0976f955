"""The text form: what is read out of a file, that nothing is lost, and that writing gives it back."""

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.bodies import CALLOUTS
from newsroom.importing.decoding import LARGEST_FILE, Unreadable, plain
from newsroom.importing.draft import Answered, Callout, Draft, ListBlock, Paragraph, Section
from newsroom.importing.reading import read
from newsroom.importing.writing import write

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "articles"

MODEL = """\
Chips and Rice: How Two Labs Share One Kitchen
Two invented labs cook on the same stove. Neither admits that the pot is shared.
Lantern Lab’s Bao: The Early Bird
Lantern Lab (灯笼实验室) opened its stove first. It now feeds 12 million people a month.
Did you know? The stove was once a kiln, and the kiln was once a boat.
Harbour Works: A Late Answer
Harbour Works answered with Lotus 2.0. Its cooks call it “the quiet one.”
Pro Tip: Taste before you salt. Then taste again.
FAQ
- What is Bao? Bao is a bun.
- Who said “why not?” first? Nobody knows.
Reader Question: “May I bring my own bowl?” – You may, and a spoon too.
Explore more about shared kitchens here. Subscribe to our letter for the next course.
"""


def of(text: str) -> Draft:
    return read(text.encode())


def swapped(*pairs: tuple[str, str]) -> str:
    text = MODEL
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after)
    return text


def callouts(draft: Draft) -> list[tuple[str | None, str]]:
    return [(s.heading, b.kind) for s in draft.sections for b in s.blocks if isinstance(b, Callout)]


def headings(draft: Draft) -> list[str | None]:
    return [section.heading for section in draft.sections]


def test_every_part_of_the_form_is_found_in_its_place():
    draft = of(MODEL)
    assert draft.title == "Chips and Rice: How Two Labs Share One Kitchen"
    assert draft.standfirst.startswith("Two invented labs")
    assert draft.opening == (draft.standfirst,)
    assert headings(draft) == ["Lantern Lab’s Bao: The Early Bird", "Harbour Works: A Late Answer"]
    assert draft.sections[0].blocks[1] == Callout(
        "did-you-know", "The stove was once a kiln, and the kiln was once a boat."
    )
    assert draft.sections[1].blocks[1] == Callout("pro-tip", "Taste before you salt. Then taste again.")
    assert draft.faq == (
        Answered("What is Bao?", "Bao is a bun."),
        Answered("Who said “why not?” first?", "Nobody knows."),
    )
    assert draft.questions == (Answered("May I bring my own bowl?", "You may, and a spoon too."),)
    assert draft.closing is not None
    assert draft.closing.topic == "shared kitchens"
    assert draft.closing.lead is not None
    assert draft.closing.text[slice(*draft.closing.lead)] == "here"
    assert draft.unplaced == ()


def test_each_line_says_what_it_was_understood_as():
    roles = [line.role for line in of(f"{MODEL}* * *\n").lines]
    assert " · ".join(roles) == (
        "title · opening · heading · paragraph · call-out · heading · paragraph · call-out · "
        "FAQ · FAQ · FAQ · question · closing · not understood"
    )


STRAIGHT = str.maketrans("“”‘’", "\"\"''")


@pytest.mark.parametrize(
    "data",
    [
        MODEL.replace("\n", "\r\n").encode(),
        MODEL.replace("\n", "\r").encode(),
        b"\xef\xbb\xbf" + MODEL.encode(),
        MODEL.replace("\n", "\n\n").encode(),
        MODEL.replace("\n", "\u2028").encode(),
        MODEL.replace(" ", "\u00a0").encode(),
        MODEL.replace("\n", "  \n").encode(),
        f"\n\n{MODEL}".encode(),
        MODEL.rstrip("\n").encode(),
    ],
    ids=["windows", "old mac", "bom", "blank lines", "u+2028", "nbsp", "trailing", "leading", "no last end"],
)
def test_line_ends_marks_and_blank_lines_change_nothing(data):
    assert read(data) == of(MODEL)


@pytest.mark.parametrize("dash", ["-", "–", "—", "--"])
@pytest.mark.parametrize("bullet", ["-", "–", "—", "•", "*", "1."])
def test_dashes_and_bullets_change_nothing(dash, bullet):
    text = MODEL.replace("” – ", f"” {dash} ").replace("\n- ", f"\n{bullet} ")
    assert of(text) == of(MODEL)


def test_straight_quotes_part_the_same_things():
    draft = of(MODEL.translate(STRAIGHT))
    assert [len(draft.sections), len(draft.faq), len(draft.questions)] == [2, 2, 1]
    assert draft.questions == of(MODEL).questions
    assert draft.faq[1].question == 'Who said "why not?" first?'


@pytest.mark.parametrize(
    "line",
    [
        "Reader Question: “May I come?” – Do.",
        'Reader question: "May I come?" - Do.',
        "READER QUESTION: 'May I come?' — Do.",
        "Reader Question: 「May I come?」: Do.",
        "Reader Question: “May I come?” Do.",
        "Reader Question: “May I come”? – Do.",
        "Reader’s question – May I come? Do.",
        "Reader Question: May I come? – Do.",
        "Reader Question 1: “May I come?”\nDo.",
        "Reader Question: May I come?\nDo.",
        "Reader Question:\n“May I come?”\nDo.",
        "Reader Question\nMay I come? Do.",
        "Reader Questions\n- May I come? Do.",
        "**Reader Question:** “May I come?” – Do.",
    ],
)
def test_a_reader_question_is_read_however_it_is_marked(line):
    for text in (
        f"Title Here\nAn opening.\n{line}\n",
        f"{MODEL.replace('Reader Question: ', line + chr(10), 1)}",
    ):
        question = of(text).questions[0]
        assert question.answer.startswith("Do.")
        assert re.sub(r"[“”]", "", question.question) == "May I come?"


def test_several_reader_questions_stand_anywhere_and_name_who_asks():
    text = swapped(
        ("Harbour Works: A", "Reader Question (Ingrid, Tromsø): “Is it hot?” – Very.\nHarbour Works: A"),
        ("Explore", "Reader Question from Bo: “What is “open?” here?” — A lid.\nExplore"),
    )
    draft = of(text)
    assert draft.questions == (
        Answered("Is it hot?", "Very.", "Ingrid, Tromsø"),
        Answered("May I bring my own bowl?", "You may, and a spoon too."),
        Answered("What is “open?” here?", "A lid.", "Bo"),
    )
    assert headings(draft) == headings(of(MODEL))
    assert draft.closing == of(MODEL).closing


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Did you know? Soup is old.", "did-you-know"),
        ("DID YOU KNOW: Soup is old.", "did-you-know"),
        ("Did you know?\nSoup is old.", "did-you-know"),
        ("Did you know – Soup is old.", "did-you-know"),
        ("你知道吗？Soup is old.", "did-you-know"),
        ("小贴士：Soup is old.", "pro-tip"),
        ("注意：Soup is old.", "note"),
        ("Pro tip: Soup is old.", "pro-tip"),
        ("Pro Tip Soup is old.", "pro-tip"),
        ("Pro-Tip — Soup is old.", "pro-tip"),
        ("Key point: Soup is old.", "key-point"),
        ("Note: Soup is old.", "note"),
        ("Warning - Soup is old.", "warning"),
        ("WARNING\nSoup is old.", "warning"),
        ("**Note:** Soup is old.", "note"),
    ],
)
def test_a_call_out_is_read_however_its_label_is_written(line, kind):
    draft = of(f"A Title\nAn opening.\nThe Heading\nA paragraph.\n{line}\nAnother paragraph.\n")
    assert draft.sections == (
        Section(
            "The Heading",
            (Paragraph("A paragraph."), Callout(kind, "Soup is old."), Paragraph("Another paragraph.")),
        ),
    )


@pytest.mark.parametrize(
    "line",
    [
        "Note that soup is old.",
        "Warning signs abound in the kitchen.",
        "Did you know that soup is old? It is.",
        "Pro tips are rarely good.",
        "Key points of the plan are missing.",
        "Note-taking is a craft.",
        "Reader questions poured in after the first course.",
    ],
)
def test_a_sentence_that_begins_like_a_label_stays_a_paragraph(line):
    draft = of(f"A Title\nAn opening.\nThe Heading\nA paragraph.\n{line}\n")
    assert draft.sections[0].blocks[1] == Paragraph(line)


def test_call_outs_may_stand_first_or_last():
    lines = MODEL.splitlines()
    first = of("\n".join([lines[0], "Note: First of all.", *lines[1:]]))
    under_heading = of(MODEL.replace("Early Bird\n", "Early Bird\nNote: First here.\n"))
    last = of(f"{MODEL}Note: Last of all.\n")
    assert callouts(first)[0] == (None, "note")
    assert first.standfirst == of(MODEL).standfirst
    assert callouts(under_heading)[0] == ("Lantern Lab’s Bao: The Early Bird", "note")
    assert callouts(last)[-1] == ("Harbour Works: A Late Answer", "note")
    assert last.closing == of(MODEL).closing


def test_without_headings_all_paragraphs_are_the_opening():
    draft = of("A Title\nOne sentence.\nTwo sentences. Here they are.\nThree.\n")
    assert draft.standfirst == "One sentence."
    assert draft.opening == ("One sentence.", "Two sentences. Here they are.", "Three.")
    assert headings(draft) == [None]


@pytest.mark.parametrize(
    "line", ["It was over.", "“It was over.”", "Why now!", "Three things:", "it goes on"]
)
def test_a_short_line_that_is_a_sentence_is_no_heading(line):
    assert headings(of(f"A Title\nAn opening.\nThe Heading\nA paragraph.\n{line}\nMore.")) == ["The Heading"]


@pytest.mark.parametrize(
    "line", ["Who Pays?", "xAI Answers", "豆包（Doubao）的优势", "“We Were First”", "2030 and On"]
)
def test_a_short_line_without_a_stop_above_a_paragraph_is_a_heading(line):
    assert headings(of(f"A Title\nAn opening.\n{line}\nA paragraph.\n")) == [line]


def test_markdown_marks_are_accepted():
    draft = of("# A Title\nAn opening.\n## It is over.\nText.\n### Sub\n- one\n- two\n1. three\n2. four\n")
    assert draft.title == "A Title"
    assert headings(draft) == ["It is over.", "Sub"]
    assert draft.sections[1].blocks == (
        ListBlock(("one", "two")),
        ListBlock(("three", "four"), numbered=True),
    )


def test_a_title_may_be_labelled_and_a_heading_numbered():
    draft = of("Title: A Title.\nAn opening.\n1. The First\nText.\n2. The Second\nText.\n")
    assert draft.title == "A Title."
    assert headings(draft) == ["1. The First", "2. The Second"]


@pytest.mark.parametrize(
    "head", ["FAQ", "FAQs:", "Frequently Asked Questions", "Questions and answers", "## FAQ"]
)
@pytest.mark.parametrize(
    "entries",
    [
        "- What is Bao? A bun.\n- Is it hot? Yes. Very.",
        "Q: What is Bao? A: A bun.\nQ: Is it hot? A: Yes. Very.",
        "Q: What is Bao?\nA: A bun.\nQ: Is it hot?\nA: Yes.\nVery.",
        "What is Bao?\nA bun.\nIs it hot?\nYes.\nVery.",
        "What is Bao? A bun.\nIs it hot? Yes. Very.",
        "1. What is Bao?\nA bun.\n2. Is it hot?\nYes.\nVery.",
        "### What is Bao?\nA bun.\n### Is it hot?\nYes. Very.",
        "- **What is Bao?** A bun.\n- **Is it hot?** Yes. Very.",
    ],
)
def test_a_faq_is_read_however_it_is_written(head, entries):
    draft = of(f"A Title\nAn opening.\nOne Heading\nText.\n{head}\n{entries}\n")
    assert draft.faq == (Answered("What is Bao?", "A bun."), Answered("Is it hot?", "Yes. Very."))
    assert headings(draft) == ["One Heading"]


def test_a_heading_ends_a_faq_in_the_middle():
    draft = of("A Title\nAn opening.\nFAQ\n- What? That.\nMore of it.\nThe Rest\nText.\nSubscribe here.\n")
    assert draft.faq == (Answered("What?", "That. More of it."),)
    assert headings(draft) == ["The Rest"]
    assert draft.closing is not None


def test_an_unanswered_question_keeps_its_place():
    draft = of("A Title\nAn opening.\nFAQ\n- What is Bao?\nReader Question: “Why?”\nExplore it here.\n")
    assert (draft.faq, draft.questions) == ((Answered("What is Bao?", ""),), (Answered("Why?", ""),))


@pytest.mark.parametrize(
    ("line", "topic"),
    [
        ("Explore more about open weights here.", "open weights"),
        ("Read more on GPT-4.1 and its heirs here!", "GPT-4.1 and its heirs"),
        ("Learn more about “slow cooking” here", "slow cooking"),
        ("Curious? Discover more about pots by clicking here.", "pots"),
        ("Explore more here.", None),
        ("Subscribe to our newsletter.", None),
        ("For more on pots, visit our topic page.", None),
        ("Thanks for reading!", None),
        ("*Explore more about pots [here](https://example.org/pots).*", "pots"),
        ("Stay tuned for more. Share your thoughts below.", None),
        ("Explore more about pots here.\nSubscribe to our newsletter.", "pots"),
    ],
)
def test_the_closing_line_names_its_topic(line, topic):
    draft = of(f"A Title\nAn opening.\nOne Heading\nText.\n{line}\n")
    assert draft.closing is not None
    assert (draft.closing.text, draft.closing.topic) == (line.replace("\n", " "), topic)
    assert (draft.closing.lead is None) == ("here" not in line)


def test_an_article_may_end_without_a_closing_line():
    assert of("A Title\nAn opening.\nOne Heading\nThere is more here than meets the eye.\n").closing is None


def test_a_paragraph_wrapped_by_hand_is_one_paragraph():
    text = (
        "A Title\n\nThis opening was wrapped by hand at some fifty letters\n"
        "in the way of old mail programs, which ended.\nAlso after a stop.\n\n"
        "The Heading\nA paragraph that follows it at once and goes on for\n"
        "two lines.\n\n- An item that is longer than one line of this file\n  has room for.\n"
    )
    draft = of(text)
    assert draft.opening == (
        "This opening was wrapped by hand at some fifty letters "
        "in the way of old mail programs, which ended.",
        "Also after a stop.",
    )
    assert headings(draft) == [None, "The Heading"]
    assert [line.number for line in draft.lines] == [1, 3, 4, 5, 7, 8, 9, 11, 12]


def test_what_is_not_understood_is_listed():
    draft = of("A Title\nAn opening.\n---\nPro Tip:\nFAQ\n")
    assert draft.unplaced == ("---", "Pro Tip:", "FAQ")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "white space"),
        ("\ufeff\u00a0\n".encode(), "white space"),
        (b"--- \n***\n", "no words"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "binary"),
        (b"ab\x01\x02\x03\x04" * 50, "binary"),
        (b"a" * (LARGEST_FILE + 1), "500 kB"),
        ("Ein Titel für uns".encode("latin-1"), "UTF-8"),
        ("标题\n第一段。".encode("gb18030"), "UTF-8"),
        ("A title\nText.".encode("utf-16"), "UTF-16"),
        ("A title\nText.".encode("utf-16-le"), "UTF-16"),
        (b"word " * 5_000, "line"),
    ],
)
def test_what_is_no_text_is_refused_in_one_sentence(data, says):
    with pytest.raises(Unreadable, match=says) as refused:
        read(data)
    assert re.fullmatch(r"The file [^\n]+\.", str(refused.value))


@pytest.mark.parametrize(
    ("name", "sections", "entries", "topic"),
    [
        ("china-ai-arms-race.txt", 4, 4, "the future of AI and its impact on global markets"),
        ("open-weights-spring.txt", 3, 2, "open weights"),
    ],
)
def test_the_sample_articles_are_read_whole_and_written_back(name, sections, entries, topic):
    if not (SAMPLES / name).exists():
        pytest.skip("the sample articles are not beside this checkout")
    text = (SAMPLES / name).read_text()
    draft = of(text)
    assert len(draft.opening) == 1
    assert len(draft.sections) == sections
    assert [kind for _, kind in callouts(draft)] == ["did-you-know", "pro-tip"]
    assert (len(draft.faq), len(draft.questions)) == (entries, 1)
    assert draft.closing is not None
    assert draft.closing.topic == topic
    assert draft.unplaced == ()
    assert write(draft).strip() == text.strip()


def test_a_text_in_the_form_is_written_back_as_it_was():
    assert write(of(MODEL)) == MODEL


# Pieces that are easily taken for one another, in any order.
PIECES = """\
Alpha Beta Gamma|Title: Alpha|# Alpha|## Delta Heading|Who Wins Delta?|FAQ|Frequently Asked Questions
## FAQ|Reader Question:|Reader Questions|Reader Question (Ingrid): “Will it?” – Perhaps.
Reader Question - "Why?" - Since then.|Reader Question: Is it? It is.|Reader Question: “Is it?”|Pro Tip:
PRO TIP – Use less.|Did you know?|Note: mind this.|Did you know? It moves.|Did you know that it moves?
Warning!|Key point The thing.|- What is Alpha? It is.|- Gamma item|- What is “Alpha? Beta” then?
• Delta item?|1. What is one? Two|2. Second thing|Q: What is that? A: This.|Q: Tell me|A: Because.
What is gamma?|A plain sentence stands here.|lower case goes on|***|- - -|\\Escaped Heading|\\
Another plain sentence, longer than the others, which ends.
Explore more about alpha here. Subscribe to our letter.|Explore more here.|Subscribe to our newsletter.
Learn more about gamma here|Closing line: Bye.|**Bold Heading**|**Pro Tip:** Bold.|- **What?** Bold.
“A quotation stands here.”|### Is it?|“Will it run?” – It will.|「好吗？」好。|豆包是什么？字节跳动的。||
By 2030 – the end|–5 °C.|“|”|?|- |A:|(|\""""
pieces = st.sampled_from([piece for line in PIECES.splitlines() for piece in line.split("|")])
texts = st.lists(
    st.one_of(pieces, pieces, st.lists(pieces, min_size=2, max_size=3).map(" ".join), st.text(max_size=20)),
    min_size=1,
    max_size=14,
).map("\n".join)

_MARKED = "faq faqs frequently asked questions question and answers answer q a reader closing line title"
MARKS = set(_MARKED.split())
MARKS |= {word for label in CALLOUTS.values() for word in label.lower().rstrip("?").split()}


def words(text: str) -> Counter[str]:
    """The text's own words: without those that only mark what a line is, and without the numbers of lists."""
    found = re.findall(r"[^\W_]+", plain(text.replace("\n", " ")).lower())
    return Counter(word for word in found if word not in MARKS and not word.isdigit())


def everything(draft: Draft) -> str:
    parts = [draft.title, draft.standfirst, *draft.unplaced, draft.closing.text if draft.closing else ""]
    for section in draft.sections:
        parts.append(section.heading or "")
        for block in section.blocks:
            parts.extend(block.items if isinstance(block, ListBlock) else [block.text])
    for entry in (*draft.faq, *draft.questions):
        parts.extend([entry.question, entry.answer, entry.asker])
    return "\n".join(parts)


@settings(max_examples=300)
@given(texts)
def test_no_word_of_any_text_is_lost_or_doubled(text):
    try:
        draft = of(text)
    except Unreadable:
        return
    lines = "\n".join(text.splitlines())
    assert [line.text for line in draft.lines] == [plain(line) for line in text.splitlines() if plain(line)]
    assert words(everything(draft)) == words(lines)


@settings(max_examples=300)
@given(texts)
def test_what_is_written_is_read_as_the_same_draft(text):
    try:
        draft = of(text)
    except Unreadable:
        return
    assert of(write(draft)) == draft


@pytest.mark.parametrize(
    "line", ["点击此处了解更多关于炉灶的内容。", "想了解更多关于炉灶的信息，请点击这里。"]
)
def test_a_chinese_closing_line_names_its_topic(line):
    closing = of(f"标题\n第一段。\n{line}\n").closing
    assert closing is not None
    assert closing.topic == "炉灶"
    assert closing.lead is not None
