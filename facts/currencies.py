"""Which currencies the words of an amount may mean: those that share a sign are not told apart by it."""

import re

_NO_LETTER = "(?![A-Za-z])"
#: Those that their sign and their name tell from all others: sign, name in English, name in Chinese.
_PLAIN = {
    "RUB": ("₽", "rou?bles?", "卢布"),
    "TRY": ("₺", "(?:Turkish )?liras?", "里拉"),
    "THB": ("฿", "bahts?", "泰铢"),
    "VND": ("₫", "dongs?", "越南盾"),
    "IDR": ("", "rupiahs?", "印尼盾"),
    "MYR": ("", "ringgits?", "林吉特|令吉"),
    "PHP": ("₱", "", "菲律宾比索"),
    "ILS": ("₪", "shekels?", "谢克尔"),
    "AED": ("", "dirhams?", "迪拉姆"),
    "SAR": ("", "riyals?", "里亚尔"),
    "PLN": ("", "zlotys?|złotys?", "兹罗提"),
    "SEK": ("", "kronor", "瑞典克朗"),
    "NOK": ("", "Norwegian kroner", "挪威克朗"),
    "DKK": ("", "Danish kroner", "丹麦克朗"),
    "CZK": ("", "korunas?", "捷克克朗"),
    "HUF": ("", "forints?", "福林"),
    "UAH": ("₴", "hryvnias?", "格里夫纳"),
    "NGN": ("₦", "nairas?", "奈拉"),
    "ZAR": ("", "rands?", "兰特"),
}
#: What stands before a number, and after one.
PLAIN_SIGNS = "|".join(sign for sign, _, _ in _PLAIN.values() if sign)
PLAIN_CODES = "|".join(code for code in _PLAIN if code != "PHP")  # PHP is a programming language, too
PLAIN_WORDS = "|".join(name for _, name, _ in _PLAIN.values() if name)
PLAIN_HANZI = "|".join(name for _, _, name in _PLAIN.values())
#: By ISO 4217, the longer and more special first: what one has named is not read again by the next.
_NAMES = (
    (("HKD",), r"HK ?\$|Hong Kong dollars?|港元|港币"),
    (("TWD",), r"NT ?\$|(?:New )?Taiwan dollars?|新台币|台币|新臺幣"),
    (("SGD",), r"(?<![A-Z])S ?\$|Singapore dollars?|新加坡元|新元"),
    (("AUD",), r"AU? ?\$|Australian dollars?|澳元"),
    (("CAD",), r"CA? ?\$|Canadian dollars?|加元"),
    (("NZD",), r"NZ ?\$|New Zealand dollars?|新西兰元"),
    (("BRL",), r"R\$"),
    (("MXN",), r"MX ?\$"),
    (("JPY",), rf"JP ?¥|yen{_NO_LETTER}|日元|日圆"),
    (("EUR",), rf"€|euros?{_NO_LETTER}|欧元"),
    (("CNY",), rf"CN ?¥|RMB ?¥?|人民币|yuan{_NO_LETTER}|renminbi|元|块钱"),
    (("GBP",), r"£|pounds?|sterling|英镑"),
    (("KRW",), rf"₩|won{_NO_LETTER}|韩元"),
    (("INR",), r"₹|rupees?|卢比"),
    (("CHF",), r"francs?|瑞郎"),
    *(((code,), "|".join(filter(None, names))) for code, names in _PLAIN.items()),
    # Written alone, the one sign stands for two currencies.
    (("CNY", "JPY"), r"¥"),
)
_CODES = re.compile(
    rf"(?<![A-Za-z])(?:HKD|TWD|SGD|AUD|CAD|NZD|BRL|MXN|JPY|CNY|GBP|KRW|INR|CHF|EUR|{PLAIN_CODES})(?![A-Za-z])"
)
_PATTERNS = [(frozenset(codes), re.compile(pattern)) for codes, pattern in _NAMES]


def meant(amount: str) -> frozenset[str]:
    """The currencies that a folded amount may be in by its sign, name or code; none where it names none of these."""
    if code := _CODES.search(amount):
        return frozenset((code[0],))
    return next((codes for codes, pattern in _PATTERNS if pattern.search(amount)), frozenset())
