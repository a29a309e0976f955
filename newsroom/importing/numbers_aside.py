"""Numbers that are no figures: lengths of time, ranks, pages, telephone numbers, versions, addresses on the web."""

import re
from collections.abc import Iterable

BLANK = "\ue000"  # a private-use character stands for each character that is set aside

_N = r"(?:[0-9]+(?:\.[0-9]+)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|ninety|(?:one )?hundred|half an?)"  # fmt: skip
_TIME = r"(?:nanosecond|microsecond|millisecond|second|minute|hour|day|night|weekend|week|fortnight|month|quarter|year|decade|century|centurie)s?"  # fmt: skip
_ZH = r"[0-9.]+|[一二两三四五六七八九十百半数几]+"
_ASIDE = re.compile(
    "|".join(
        [
            r"https?://[^\s]+|www\.[^\s]+|[\w.+-]+@[\w-]+\.[\w.-]+|\b(?:[a-z0-9-]+\.)+(?:com|org|net|cn|io|ai|dev)/[^\s]*",
            rf"(?i:\b{_N}(?:(?: to | or | and |-){_N})?(?:[- ](?:and a half|more|full|working|business|straight|consecutive|calendar|trading|odd))?[- ]{_TIME}\b(?:-old|-long)?)",
            r"\b[0-9]+(?:\.[0-9]+)? ?(?:ms|hrs?|mins?|secs?|s)\b|\b[0-9]{1,2}(?::[0-9]{2}){1,2}\b(?: ?[ap]\.?m\.?)?|\b[0-9]{1,2}(?:\.[0-9]{2})? ?[ap]\.?m\b\.?",
            rf"(?:{_ZH})[多余]?(?:个)?(?:半)?(?:小时|分钟|秒|毫秒|天|日|周|星期|月|年|季度|世纪|岁|点钟)(?!活)",
            r"第 ?(?:[0-9]+|[一二三四五六七八九十百]+)[\u4e00-\u9fff]?|前(?:[0-9]+|[一二三四五六七八九十百]+)(?:名|位|强|大|个)?|[0-9]+强|榜首",
            r"(?i:(?:call|phone|telephone|tel|hotline|dial|fax|whatsapp|电话|热线|致电|传真)[^0-9\n]{0,24})[0-9+(][0-9 ()-]{3,}[0-9]",
            r"\+[0-9]{1,3}[ -][0-9 ()-]{5,}[0-9]|\b[0-9]{3,4}-[0-9]{3,4}-[0-9]{3,4}\b|\b0[0-9]{2,3}-[0-9]{7,8}\b|\b1[0-9]{2}[ -][0-9]{4}[ -][0-9]{4}\b",
            r"(?i:\b(?:pages?|pp?\.|chapters?|sections?|figures?|fig\.|tables?|no\.|nos\.|numbers?|top(?: the)?|rank(?:ed|s|ing)?(?: at)?(?: number)?|positions?|places?|versions?|articles?|lines?|rows?|steps?|phases?|levels?|tiers?|stages?|rounds?|rooms?|floors?|gates?|buildings?|halls?|booths?|flights?|routes?|channels?|seasons?|episodes?|volumes?|vol\.|issues?|parts?|items?|grades?|class(?: of)?|generations?|gen|releases?|rules?|clauses?|paragraphs?|appendix|annex|exhibits?|extensions?|ext\.|code|codes|postcode|ticker|lots?|fortune|forbes(?: global)?|aged?|ios|android|windows|python|cuda|iso|rfc|harmonyos|macos|act|footnotes?|slides?|questions?|lessons?|track|layer|type|model|unit) )#?(?:[0-9]+(?:\.[0-9]+)*(?:(?:-| to | and |, )[0-9]+)*|one|two|three|ten|twenty|fifty)(?![0-9]|,[0-9]{3}|%| ?(?:%|million|billion|trillion|percent|per cent|bn|tn|GB|[万亿])|[A-Za-z]| (?:parameters|tokens|euros|dollars|yuan|GPU)\b)",
            r"#[0-9]+|\b[0-9]+(?:,[0-9]{3})*(?:st|nd|rd|th)\b|\b[0-9]+/[0-9]+(?:/[0-9]+)?\b|\b[0-9]+:[0-9]+\b|\b[0-9]{4,6}\.(?:HK|SZ|SH|SS|TW)\b|\([^()]{0,20}(?::|SEHK|HKEX) ?[0-9]{3,6}\)",
            r"\b[vV][0-9]+(?:\.[0-9]+)*\b|\b[0-9]+\.[0-9]+\.[0-9]+(?:\.[0-9]+)*\b|\barXiv:? ?[0-9.v]+",
            rf"(?i:\b(?:{_N}|most|many|few) (?:out of|in)(?: every)? (?:10|100|1,000|ten|five|four|three|[2-9])\b(?![.,]?[0-9%]| ?(?:%|per ?cent)| [a-z]*(?:million|billion)))",
            r"\b[0-9]{1,3} ?- ?[0-9]{1,3}(?= (?:win|victory|defeat|vote|draw))|[0-9一二三四五六七八九十]+(?:号楼|号线|楼|层楼|版本|号|届|级)",
            r"(?:第)?[0-9]+(?:-[0-9]+)?[页章条款](?!模型|芯片|产品)",
            r"版本 ?[0-9.]+|[0-9.]+版(?!权)",
        ]
    )
)  # fmt: skip


def set_aside(folded: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with these spans, and every number that is no figure, blanked out character by character."""
    for start, end in spans:
        folded = folded[:start] + BLANK * (end - start) + folded[end:]
    return _ASIDE.sub(lambda found: BLANK * len(found[0]), folded)
