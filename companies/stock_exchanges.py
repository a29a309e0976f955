"""Stock exchanges by their ISO 10383 codes (MIC), with the names by which people know them."""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy

#: Those on which companies of this beat are listed. Any other is shown by its code.
NAMES = {
    "BJSE": gettext_lazy("Beijing"),
    "XAMS": gettext_lazy("Euronext Amsterdam"),
    "XASX": gettext_lazy("Australia"),
    "XBOM": gettext_lazy("BSE India"),
    "XETR": gettext_lazy("Xetra"),
    "XFRA": gettext_lazy("Frankfurt"),
    "XHKG": gettext_lazy("Hong Kong"),
    "XKOS": gettext_lazy("Kosdaq"),
    "XKRX": gettext_lazy("Korea"),
    "XLON": gettext_lazy("London"),
    "XNAS": gettext_lazy("Nasdaq"),
    "XNSE": gettext_lazy("NSE India"),
    "XNYS": gettext_lazy("NYSE"),
    "XPAR": gettext_lazy("Euronext Paris"),
    "XSES": gettext_lazy("Singapore"),
    "XSHE": gettext_lazy("Shenzhen"),
    "XSHG": gettext_lazy("Shanghai"),
    "XSTO": gettext_lazy("Nasdaq Stockholm"),
    "XSWX": gettext_lazy("SIX Swiss Exchange"),
    "XTAE": gettext_lazy("Tel Aviv"),
    "XTAI": gettext_lazy("Taiwan"),
    "XTKS": gettext_lazy("Tokyo"),
    "XTSE": gettext_lazy("Toronto"),
}

market_code = RegexValidator(
    r"\A[A-Z0-9]{4}\Z", "Four capitals or digits as in ISO 10383, for example XHKG for Hong Kong."
)
ticker_sign = RegexValidator(
    r"\A[A-Z0-9]+([./-][A-Z0-9]+)*\Z", "The ticker alone, in capitals and digits, for example 9988 or BABA."
)


def common_name(code: str) -> str:
    """What an exchange is called, or its code where only that is known."""
    return str(NAMES.get(code, code))
