"""Stock exchanges by their ISO 10383 codes (MIC), with the names by which people know them."""

from django.core.validators import RegexValidator

#: Those on which companies of this beat are listed. Any other is shown by its code.
NAMES = {
    "BJSE": "Beijing",
    "XAMS": "Euronext Amsterdam",
    "XASX": "Australia",
    "XBOM": "BSE India",
    "XETR": "Xetra",
    "XFRA": "Frankfurt",
    "XHKG": "Hong Kong",
    "XKOS": "Kosdaq",
    "XKRX": "Korea",
    "XLON": "London",
    "XNAS": "Nasdaq",
    "XNSE": "NSE India",
    "XNYS": "NYSE",
    "XPAR": "Euronext Paris",
    "XSES": "Singapore",
    "XSHE": "Shenzhen",
    "XSHG": "Shanghai",
    "XSTO": "Nasdaq Stockholm",
    "XSWX": "SIX Swiss Exchange",
    "XTAE": "Tel Aviv",
    "XTAI": "Taiwan",
    "XTKS": "Tokyo",
    "XTSE": "Toronto",
}

market_code = RegexValidator(
    r"\A[A-Z0-9]{4}\Z", "Four capitals or digits as in ISO 10383, for example XHKG for Hong Kong."
)
ticker_sign = RegexValidator(
    r"\A[A-Z0-9]+([./-][A-Z0-9]+)*\Z", "The ticker alone, in capitals and digits, for example 9988 or BABA."
)


def common_name(code: str) -> str:
    """What an exchange is called, or its code where only that is known."""
    return NAMES.get(code, code)
