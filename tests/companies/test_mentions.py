"""Names are found in texts by the rules, wherever they stand and however they are written."""

import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from companies.mentions import Match, Matcher, Name, fold, mixes_scripts

SHARED = Path(__file__).resolve().parents[2].parent / "shared"

# A name and its aliases; a star marks a record whose name is also a word.
CAST = """
ByteDance = 字节跳动 = 字節跳動
Alibaba = Alibaba Group = 阿里巴巴
Alibaba Cloud = 阿里云 = Aliyun
Tencent = 腾讯
DeepSeek = 深度求索
Moonshot AI* = 月之暗面 = Moonshot
Zhipu AI = 智谱 = 智谱AI = Z.ai
OpenAI
Meta* = Meta Platforms
Apple* = 苹果公司
Mistral AI* = Mistral
xAI
01.AI = 零一万物
Straße Labs
Café Robotics
İnci
Yuanbao = 腾讯元宝 = 元宝
TikTok
Taobao = 淘宝
Doubao = 豆包
Qwen = 通义千问 = 千问
GPT
Gemini*
Llama*
Kimi
Doubao 2.0 = 豆包2.0
Qwen3 = 通义千问3
Qwen 3.5 = 千问3.5
Qwen 3.5-Max = Qwen 3.5 Max
DeepSeek-V3 = DeepSeek V3
GPT-5
GPT-5.1
GPT-4o
o3
o3-mini
Gemini 3 Pro
Kimi K2
AI cloud in China = 中国AI云市场
Digital commerce in China = China’s digital commerce
"""


def _cast() -> Iterator[Name]:
    for line in CAST.strip().splitlines():
        first, *others = line.split(" = ")
        record, cased = first.rstrip("*"), first.endswith("*")
        for text in (record, *others):
            yield Name(text, record, cased)


NAMES = list(_cast())
MATCHER = Matcher(NAMES)

# A line a text; what stands in ‹› is a mention, with its record after a bar where the text is not its name.
LABELLED = r"""
# 1. Every occurrence, names and aliases; leftmost, then longest; names that touch
‹Qwen› and ‹Qwen› again, ‹千问|Qwen› and ‹通义千问|Qwen›.
‹Alibaba Group|Alibaba› owns ‹Alibaba Cloud›; ‹Alibaba› said so.
‹阿里云|Alibaba Cloud›和‹阿里巴巴|Alibaba›都在杭州
‹Qwen 3.5-Max› is larger than ‹Qwen 3.5›.
‹Qwen 3.5 Max|Qwen 3.5-Max› is larger.
‹腾讯元宝|Yuanbao›不是‹腾讯|Tencent›
‹腾讯|Tencent›‹豆包|Doubao›
‹豆包|Doubao›‹Doubao›
‹Doubao›‹豆包|Doubao›‹千问|Qwen›
‹字节跳动|ByteDance›‹豆包2.0|Doubao 2.0›上线
‹o3-mini› and ‹o3›
‹通义千问3|Qwen3›和‹通义千问|Qwen›
‹Moonshot AI›, once ‹Moonshot|Moonshot AI›, makes ‹Kimi K2› and ‹Kimi›.
‹AI cloud in China› grows
‹OpenAI›,‹DeepSeek›;‹Qwen›/‹GPT›+‹Kimi›
# 2. Case and width; a capital where the name is a word
‹OPENAI|OpenAI›, ‹openai|OpenAI›, ‹oPenaI|OpenAI›
‹Ｑｗｅｎ|Qwen›和‹ＱＷＥＮ　３．５|Qwen 3.5›
‹ＯｐｅｎＡＩ|OpenAI›！
‹gpt-5|GPT-5› and ‹ＧＰＴ－５．１|GPT-5.1›
‹kimi k2|Kimi K2›
‹Meta› and ‹META|Meta› and ‹MeTa|Meta›, but meta and mETA
‹Ｍｅｔａ|Meta› and ｍｅｔａ
‹Meta platforms|Meta› but meta Platforms
a gemini, a llama and an apple; ‹Gemini› and ‹Llama› and ‹APPLE|Apple›
‹gemini 3 pro|Gemini 3 Pro› is no word; gemini 3 is
‹苹果公司|Apple›卖苹果
‹月之暗面|Moonshot AI› shoots the moon; a moonshot does not
‹STRASSE LABS|Straße Labs› and ‹strasse labs|Straße Labs› and ‹STRAẞE Labs|Straße Labs›
x ßß ‹Qwen› ß ‹OpenAI›
ﬁ ﬃ ‹Kimi›, ﬂ ‹GPT›
İİİ ‹Qwen› i̇ ‹İnci› ‹i̇nci|İnci› i̇NCİ
‹Café Robotics› and ‹CAFÉ ROBOTICS|Café Robotics› and ‹Café robotics|Café Robotics›
Cafe Robotics lacks its accent
㎏ ㍿ ﷺ ‹Qwen› … ‹OpenAI›
‹𝐐𝐰𝐞𝐧|Qwen› in bold
# 3. Spaces: any, one line break, left out, put in between a letter and a digit, nowhere else
‹AlibabaCloud|Alibaba Cloud› and ‹alibabacloud|Alibaba Cloud›
‹Alibaba  Cloud|Alibaba Cloud› and ‹Alibaba\tCloud|Alibaba Cloud› and ‹Alibaba\u00a0Cloud|Alibaba Cloud›
‹Alibaba\u3000Cloud|Alibaba Cloud› and ‹Alibaba\u2009Cloud|Alibaba Cloud›
‹Alibaba\nCloud|Alibaba Cloud› and ‹Alibaba \r\n  Cloud|Alibaba Cloud›
‹Alibaba›\n\nCloud and ‹Alibaba›\r\n\r\nCloud and ‹Alibaba›\n  \t\nCloud
‹Digital\ncommerce in\nChina|Digital commerce in China›
‹Digitalcommerce inChina|Digital commerce in China›
Digital\n\ncommerce in China
‹Doubao2.0|Doubao 2.0› and ‹doubao\n2.0|Doubao 2.0›
‹Qwen 3|Qwen3› and ‹Qwen\n3|Qwen3›, ‹Qwen3.5|Qwen 3.5› and ‹Qwen3.5Max|Qwen 3.5-Max›
‹豆包 2.0|Doubao 2.0›，‹通义千问\u30003|Qwen3›
‹Qwen›\n\n3
‹o 3|o3› is ‹o3›
‹GPT-4 o|GPT-4o› and ‹GPT-4o›
‹KimiK2|Kimi K2› and ‹Kimi K 2|Kimi K2›
open AI, Open AI, Deep Seek and Tik Tok are other words; so is 豆 包
‹Qwen  3|Qwen3›. 5 and ‹Qwen› . 3
‹GPT› -5 and ‹GPT›- 5 and ‹GPT› - 5
‹中国AI云市场|AI cloud in China› but 中国 AI 云市场
Zhipu is nobody without AI; ‹Zhipu AI›, ‹ZhipuAI|Zhipu AI›
# 4. All dashes are one, and no dash is a space
‹GPT–5|GPT-5› ‹GPT—5|GPT-5› ‹GPT‑5|GPT-5› ‹GPT‐5|GPT-5›
‹GPT−5|GPT-5› ‹GPT－5|GPT-5› ‹GPT﹣5|GPT-5› ‹GPT‒5|GPT-5› ‹GPT―5|GPT-5›
‹GPT›--5 ‹GPT›——5
‹DeepSeek–V3|DeepSeek-V3›, ‹DeepSeek V3|DeepSeek-V3›, ‹DeepSeekV3|DeepSeek-V3›
‹Qwen 3.5—Max|Qwen 3.5-Max›
‹Alibaba›-Cloud and ‹Kimi›-K2 and ‹Doubao›-2.0
‹o3−mini|o3-mini›, but ‹o3› mini
GPT5, ‹GPT› 5
‹Gemini›-3-Pro
# 5. Whole words in Latin script; everything else is an edge; anywhere in Chinese
metadata, Metadata, Apples, TikToker, GPTs, Llamas, Kimis, OpenAIs, xAIs, proto3
Metaverse, MetaX, Qwen2, AGPT, 3Qwen, éQwen, Qwené, QwenＸ, ＸQwen, Qwen４, ３Qwen
Qwené, éQwen
‹Qwen›-powered, non-‹Alibaba›, (‹Qwen›), “‹Qwen›”, ‹Qwen›; ‹Qwen›/‹GPT›, #‹Qwen› @‹OpenAI› ‹Qwen›_chat
R&amp;‹Meta›&amp;‹Apple›&amp;
用‹Qwen›写，‹GPT›们，老‹Kimi›
旧‹阿里巴巴|Alibaba›系，新‹豆包|Doubao›们
‹智谱AI|Zhipu AI›公司，‹智谱|Zhipu AI›‹GPT›，‹智谱|Zhipu AI›AIGC
‹豆包2.0|Doubao 2.0›版，‹豆包|Doubao›2.01，‹豆包|Doubao›2.0Pro
‹豆包|Doubao›APP和‹千问|Qwen›app
‹Qwen›я and ж‹Qwen›
‹Qwen›™ ‹OpenAI›® ‹Meta›¹ ‹Qwen›² ‹GPT›③
①‹Qwen› ²‹Kimi›
‹Qwen›😀‹GPT› 👩‍💻‹Kimi›🇨🇳
😀😀😀 ‹豆包|Doubao›😀‹OpenAI›
\ud83d ‹Qwen› \ude00‹GPT›
|‹Qwen›|‹GPT›| *‹Kimi›* `‹o3›` <b>‹Meta›</b>
‹o3›-minis and o3x
Qwen٣ has a digit after it
ひらがな‹Qwen›カタカナ
‹TikTok›\n‹Taobao›\n\n‹Kimi›
# Invisible characters count for nothing inside a name; only a zero-width space ends a word
‹Open\u200bAI|OpenAI› ‹Deep\u00adSeek|DeepSeek› ‹豆\u200d包|Doubao› ‹Open\u2060AI|OpenAI›
\ufeff‹Qwen›\ufeff \u200e‹GPT-5›\u200f
‹Meta›\u200bdata, but Meta\u00addata and meta\u200bdata
‹Alibaba \u200bCloud|Alibaba Cloud› ‹Alibaba\u200b\nCloud|Alibaba Cloud›
‹Qwen\u200b3|Qwen3›
‹豆包|Doubao›\ufe0f and ‹豆\ufe00包|Doubao›
‹GPT›\u200b-6 and ‹GPT-5›\u200b.
# 6. The possessive and the full stop stay outside; versions
‹Alibaba Cloud›’s and ‹Alibaba›'s and ‹GPT-5›’s and ‹Apple›ʼs and ‹OpenAI›´s
‹China’s digital commerce|Digital commerce in China› and ‹China's digital commerce|Digital commerce in China›
‹AI cloud in China›’s growth
It was ‹Qwen 3.5›. Then ‹GPT-5›. And ‹o3›.
‹GPT-5.1› is not ‹GPT-5›, and ‹GPT›-5.2 is neither
‹GPT›-6 and ‹GPT› 6 and ‹GPT›–6 and ‹Qwen› 4 and ‹Kimi› K3
‹Qwen› 3.7 and ‹Qwen› 3.55 and ‹DeepSeek›-V3.1 and ‹DeepSeek› V4
‹豆包|Doubao›2.0.1 and ‹通义千问|Qwen›3.7
‹GPT-5›,1 and ‹GPT-5›.x and ‹GPT-5›. 1 and ‹GPT-5›…1
‹ＧＰＴ|GPT›－５．２
‹Qwen›-2.5-Coder, ‹GPT-5›-mini, ‹Qwen 3.5-Max›-Preview, ‹Qwen 3.5›-Maximum
‹Gemini› 3, ‹Gemini 3 Pro›, ‹Gemini› 3 Professor
‹Llama› 4 and llama 4
# 7. Nothing inside a URL or an e-mail address
https://openai.com http://qwen.ai/Qwen?x=Qwen#Kimi www.alibaba.com/Alibaba ftp://x.org/GPT
See https://chat.qwen.ai, ‹Qwen› or (https://x.ai/Kimi), ‹Kimi›.
openai.com, chat.openai.com/GPT, OPENAI.COM, huggingface.co/Qwen/Qwen3, hf.co:443/Qwen
press@openai.com or openai@example.org or a.GPT+qwen@deep.seek.cn or GPT@Qwen.chat.
‹Z.ai› alone, ‹Z.ai›, ‹z.ai|Zhipu AI›’s ‹Z.AI|Zhipu AI›; ‹Z.ai›-made. By ‹Z.ai›.
https://z.ai z.ai/chat chat.z.ai z.ai.com x@z.ai www.z.ai
‹01.AI› and ‹01.ai|01.AI›
见https://tongyi.aliyun.com/qianwen，‹千问|Qwen›；见openai.com的‹GPT›
打开https://qwen.ai即可用‹千问|Qwen›，https://zh.wikipedia.org/wiki/豆包。‹豆包|Doubao›
<https://openai.com>‹OpenAI› [‹Qwen›](https://qwen.ai/a)‹Qwen› “https://x.ai/GPT”‹GPT›
https://en.wikipedia.org/wiki/Llama_(Meta)_GPT ‹Meta›
https://x.com/OpenAI/status?a[]=Qwen&b=GPT ‹GPT›
@‹OpenAI› and @openai.com and ‹Qwen›@‹Alibaba›
by ‹Meta›.The next, ‹OpenAI›.‹Tencent› and Is.‹Kimi›
‹Llama›.cpp runs ‹Qwen›.gguf
taobao://item/Taobao ‹Taobao› mailto:kimi@moonshot.cn
‹Qwen› https://a.b\n‹Qwen› https://a.b/\n‹Kimi›
e.g.‹Qwen› and i.e. ‹GPT›, U.S.-‹OpenAI›
"""


def _line(line: str) -> tuple[str, list[Match]]:
    """A labelled line as its text and the mentions in it."""
    line = re.sub(r"\\(u[0-9a-f]{4}|[nrt])", lambda m: json.loads(f'"{m[0]}"'), line)
    text, mentions, at = "", [], 0
    for found in re.finditer("‹([^|›]+)(?:\\|([^›]+))?›", line):
        text += line[at : found.start()]
        mentions.append(Match(len(text), len(text) + len(found[1]), _record(found[2] or found[1])))
        text, at = text + found[1], found.end()
    return text + line[at:], mentions


def _record(words: str) -> str:
    return next((str(name.record) for name in NAMES if words == name.text), words)


LINES = [line for line in LABELLED.strip().splitlines() if not line.startswith("# ")]


@pytest.mark.parametrize("line", LINES, ids=range(len(LINES)))
def test_each_labelled_text_gives_its_mentions_and_no_others(line: str) -> None:
    text, expected = _line(line)
    found = MATCHER.find(text)
    assert [(text[m.start : m.end], m) for m in found] == [(text[m.start : m.end], m) for m in expected]


def test_the_shared_labelled_texts_score_full_marks(tmp_path: Path) -> None:
    gold = SHARED / "eval" / "mentions.jsonl"
    if not gold.exists():
        pytest.skip("the shared labelled texts are not here")
    header, *rows = [json.loads(line) for line in gold.read_text("utf-8").splitlines()]
    names = [
        Name(text, record["name"], record.get("cased", False))
        for record in header["records"]
        for text in (record["name"], *record["aliases"])
    ]
    matcher = Matcher(names)
    answers = [
        {"text": row["text"], "mentions": [match._asdict() for match in matcher.find(row["text"])]}
        for row in rows
    ]
    answered = tmp_path / "answers.jsonl"
    answered.write_text("\n".join(map(json.dumps, answers)), "utf-8")
    command = [sys.executable, str(SHARED / "eval" / "score.py"), str(gold), str(answered), "-v"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603
    assert re.findall(r"[\d.]+$", said, re.MULTILINE) == ["1.0000"] * 4, said


@pytest.mark.parametrize(
    "other", ["seeddream", "Seed Dream", "ＳｅｅｄＤｒｅａｍ", "Seed-Dream", "SEED–DREAM", "Seed\u00a0Dream"]
)
def test_a_name_of_two_records_is_nobodys_however_each_writes_it(other: str) -> None:
    matcher = Matcher([Name("SeedDream", "one"), Name(other, "another"), Name("Seed", "seed")])
    for text in ("SeedDream", other, f"the {other}'s", "seeddream"):
        assert matcher.find(text) == []
    assert matcher.find("Seed of SeedDream") == [(0, 4, "seed")]


def test_an_ambiguous_name_hides_the_shorter_names_inside_it() -> None:
    matcher = Matcher([Name("Doubao Pro", 1), Name("Doubao-Pro", 2), Name("Doubao", 3)])
    assert matcher.find("Doubao Pro, Doubao") == [(12, 18, 3)]


def test_the_record_meant_by_the_bare_name_has_it() -> None:
    family, product = Name("Doubao", "family", preferred=True), Name("doubao", "product")
    for names in ([family, product], [product, family], [family, product, Name("Dou-bao", "product")]):
        assert Matcher(names).find("Doubao and DOUBAO") == [(0, 6, "family"), (11, 17, "family")]
    both = [family, Name("Doubao", "product", preferred=True)]
    assert Matcher(both).find("Doubao") == []


def test_a_capital_is_asked_of_the_record_that_is_meant() -> None:
    matcher = Matcher([Name("Grok", "family", cased=True, preferred=True), Name("grok", "product")])
    assert matcher.find("to grok Grok") == [(8, 12, "family")]


def test_two_spellings_of_one_record_are_not_ambiguous() -> None:
    matcher = Matcher([Name("AlibabaCloud", 1), Name("Alibaba Cloud", 1), Name("Alibaba-Cloud", 1)])
    assert len(matcher.find("AlibabaCloud Alibaba Cloud Alibaba-Cloud")) == 3


@pytest.mark.parametrize("nothing", ["", " ", "-", "—", "\u200b", "...", "’"])
def test_a_name_without_a_letter_or_a_digit_is_never_found(nothing: str) -> None:
    assert Matcher([Name(nothing, 1)]).find(f"a {nothing} b -... ’") == []
    assert Matcher([Name(nothing, 1), Name("b", 2)]).find("a - b") == [(4, 5, 2)]


def test_no_names_and_no_text_give_no_mentions() -> None:
    assert Matcher([]).find("OpenAI") == []
    assert MATCHER.find("") == []


def test_long_runs_without_a_space_are_read_in_reasonable_time() -> None:
    for run in ("a.", "a-", "@", "a@", "://", "(", "www.", "Qwen.", "豆包.a"):
        MATCHER.find(run * 20_000)


def test_a_matcher_is_shared_by_threads() -> None:
    text, expected = _line(" ".join(f"‹{n.text}|{n.record}›" for n in NAMES))
    with ThreadPoolExecutor(8) as threads:
        for found in threads.map(MATCHER.find, [text] * 64):
            assert found == expected


# What the rules say, written down slowly: at each place each name is tried, a character at a time.


def _plain(character: str) -> str:
    if unicodedata.category(character) == "Pd":
        return "-"
    if character == "’":
        return "'"
    folded = unicodedata.normalize("NFKD", character).casefold()
    return unicodedata.normalize("NFKD", folded)


def _in_words(character: str) -> bool:
    return "LATIN" in unicodedata.name(character, "").split() or character.isdecimal()


def _end(name: str, text: str, at: int) -> int | None:
    """Where the name ends that begins at a place of the text, if it does."""
    wanted = [
        (piece, before == " ")
        for before, character in zip(" " + name, name, strict=False)
        if character != " "
        for piece in _plain(character)
    ]
    done, before = 0, ""
    while done < len(wanted):
        space = ""
        while at < len(text) and (text[at].isspace() or text[at] in "\u00ad\u200b"):
            space += text[at].strip("\u00ad\u200b")
            at += 1
        if at == len(text) or (not done and space):
            return None
        if space:
            pair = sorted([before.isdecimal(), text[at].isdecimal()])
            may = wanted[done][1] or (pair == [False, True] and (before + text[at]).isalnum())
            if not may or space.count("\n") > 1:
                return None
        for piece in _plain(text[at]):
            if done == len(wanted) or wanted[done][0] != piece:
                return None
            done += 1
        before = text[at]
        at += 1
    return at


def _allowed(name: Name, text: str, start: int, end: int) -> bool:
    """Whether the rules about capitals, words and versions let the name stand there."""
    if name.cased and _in_words(text[start]) and not text[start].isupper():
        return False
    before = text[:start].rstrip("\u00ad\u0301")
    after = text[end:].lstrip("\u00ad")
    if before and _in_words(text[start]) and _in_words(before[-1]):
        return False
    last = text[start:end].rstrip("\u0301")[-1]
    if after and (after[0] == "\u0301" or (_in_words(last) and _in_words(after[0]))):
        return False
    return not (last.isdecimal() and re.match(r"[.．]\d", after))


def _slowly(names: Iterable[Name], text: str, closed: list[range]) -> list[Match]:
    names = [name for name in names if name.text]
    found: list[Match] = []
    at = 0
    while at < len(text):
        ends = [
            (end, name)
            for name in names
            if text[at] not in "\u00ad\u200b"
            and (end := _end(name.text, text, at)) is not None
            and at not in closed
            and _allowed(name, text, at, end)
        ]
        if not ends:
            at += 1
            continue
        end = max(end for end, _ in ends)
        several = {_bare(name.text) for e, name in ends if e == end}
        sharing = {name.record: name.preferred for name in names if _bare(name.text) in several}
        meant = [record for record, preferred in sharing.items() if preferred or len(sharing) == 1]
        if len(meant) == 1:
            found.append(Match(at, end, meant[0]))
        at = end
    return found


def _bare(name: str) -> str:
    return "".join(map(_plain, name)).replace(" ", "").replace("-", "")


TRIED = [
    *(n for n in NAMES if n.record != "İnci"),
    *(Name("Seed", r, preferred=r == "family") for r in ("family", "product")),
    *(Name("Lumen 2", "model"), Name("Lumen-2", "another model"), Name("Lumen", "lumen")),
]
SLOW_MATCHER = Matcher(TRIED)
_NOISE = [
    *(
        " ",
        "  ",
        "\n",
        "\n\n",
        " \n ",
        "\u3000",
        "",
        "",
        "-",
        "–",
        "—",
        ".",
        ",",
        "，",
        "'s",
        "’s",
        "/",
        "(",
        "&",
    ),
    *(
        "data",
        "s",
        "3",
        ".5",
        "5",
        "2.0",
        "K2",
        "-6",
        "V3",
        "Max",
        "mini",
        "的",
        "云",
        "ß",
        "ﬁ",
        "é",
        "e\u0301",
    ),
    *("😀", "\u200b", "\u00ad", "Ｑ", "３", "．", "Я", "¹", "™", "AI", "Cloud", "group"),
]
_names_written = st.sampled_from(
    [name.text for name in TRIED if "." not in name.text or name.text[-1].isdigit()]
)
_written = st.one_of(
    _names_written,
    _names_written.map(str.upper),
    _names_written.map(str.lower),
    _names_written.map(lambda name: name.replace(" ", "\n")),
    _names_written.map(lambda name: name.replace(" ", "").replace("-", "–")),
    _names_written.map(lambda name: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name)),
    _names_written.map(lambda name: name[:-1]),
)
_addresses = st.sampled_from(
    [" https://qwen.ai/Qwen/GPT-5?o3 ", " kimi@openai.com ", " www.taobao.com/豆包 "]
)
_texts = st.lists(st.one_of(_written, st.sampled_from(_NOISE), _addresses), max_size=12)


@given(_texts)
@example(["Qwen", "\n", "3", "．", "５"])
@example(["Lumen", "\u00ad", "2", "Seed", "的", "Seed"])
def test_the_fast_way_finds_what_the_rules_say(pieces: list[str]) -> None:
    closed, length = [], 0
    for piece in pieces:
        if ("/" in piece and len(piece) > 1) or "@" in piece:
            closed.append(range(length, length + len(piece)))
        length += len(piece)
    text = "".join(pieces)
    inside = [at for span in closed for at in span]
    assert SLOW_MATCHER.find(text) == _slowly(TRIED, text, inside)


@given(st.lists(st.one_of(_written, st.sampled_from(_NOISE), st.text(max_size=4)), max_size=12).map("".join))
def test_mentions_are_in_order_apart_and_spell_a_name_of_their_record(text: str) -> None:
    spelt = {(fold(name.text), name.record) for name in TRIED}
    end = 0
    for match in SLOW_MATCHER.find(text):
        assert end <= match.start < match.end <= len(text)
        assert (fold(text[match.start : match.end]), match.record) in spelt
        end = match.end


@given(st.text(min_size=1, max_size=8), st.text(max_size=8), st.text(max_size=8))
def test_any_name_is_found_where_it_stands_alone(name: str, before: str, after: str) -> None:
    """In any script, with any signs in it."""
    matcher = Matcher([Name(name, 1)])
    found = matcher.find(f"{before}\n\n{name}\n\n{after}")
    stripped = len(name) - len(name.lstrip())
    one_line = len(name.strip().splitlines()) == 1
    if any(map(str.isalnum, fold(name))) and one_line and "." not in name and "@" not in name:
        start = len(before) + 2 + stripped
        assert any(match.start >= start and match.end <= start + len(name) for match in found)


@pytest.mark.parametrize("name", ["Umbrа", "Οpen AI", "Ｑwеn", "Qwеn", "ЯндексGPT", "αGo"])
def test_latin_mixed_with_cyrillic_or_greek_is_seen(name: str) -> None:
    assert mixes_scripts(name)


@pytest.mark.parametrize(
    "name", ["智谱AI", "Яндекс", "Café", "Ｑｗｅｎ", "Αθήνα", "豆包2.0", "カタカナAI", "µ-1", "5.0", ""]
)
def test_one_script_or_latin_with_chinese_is_fine(name: str) -> None:
    assert not mixes_scripts(name)
