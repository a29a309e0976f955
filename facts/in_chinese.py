"""Amounts as Chinese readers write them: 1.72亿, 2.3万亿元, 90亿–100亿元, 超过1.63亿."""

from decimal import Decimal

from facts import compute

_SCALES = (("万亿", 12), ("亿", 8), ("万", 4))
#: More decimals than this are harder to read than all the digits.
_DECIMALS = 4
_QUALIFIERS = {"over": "超过", "under": "不到", "about": "约"}
_CURRENCIES = {
    "USD": "美元",
    "CNY": "元",
    "EUR": "欧元",
    "JPY": "日元",
    "GBP": "英镑",
    "HKD": "港元",
    "KRW": "韩元",
}
_SUFFIXES = {
    "people": "",
    "count": "",
    "percent": "%",
    "parameters": "参数",
    "tokens": "token",
    "GPU-hours": "GPU小时",
    "GB": "GB",
}


def display(value: Decimal, high: Decimal | None, unit: str, qualifier: str) -> str:
    """An amount or a range with its unit and qualifier; both ends are finite."""
    if unit == compute.UNIT:
        return _QUALIFIERS.get(qualifier, "") + compute.display(value, high)
    money = unit.removesuffix("/Mtoken")
    suffix = _SUFFIXES.get(money) or _CURRENCIES.get(money, "" if money in _SUFFIXES else f" {money}")
    per = "/百万token" if money != unit else ""
    return _QUALIFIERS.get(qualifier, "") + _range(value, high, unit) + suffix + per


def _range(low: Decimal, high: Decimal | None, unit: str) -> str:
    number, scale = _scaled(low)
    if high is None:
        return number + scale
    top, top_scale = _scaled(high)
    if not scale and top_scale:
        # “9–100亿” would begin at 9亿: a multiplier at the end is taken to serve both
        top, top_scale = digits(high), ""
    return f"{number}{scale}{'%' if unit == 'percent' else ''}–{top}{top_scale}"


def _scaled(value: Decimal) -> tuple[str, str]:
    """The digits and the multiplier: the largest that leaves few enough decimals."""
    for word, power in _SCALES:
        part = value.scaleb(-power)
        if part >= 1 and part == round(part, _DECIMALS):
            return digits(part), word
    return digits(value), ""


def digits(value: Decimal) -> str:
    """Plain digits without commas, no zeros that were not meant."""
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
