"""Where a request comes from, as far as that may be known, and how it is kept: as a mark that lasts a day."""

from datetime import date
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def network_of(request: HttpRequest) -> str:
    """An IPv4 address, or the /64 of IPv6 that one subscriber has; "unknown" where it is neither.

    What X-Forwarded-For says is believed only as far as our own proxies wrote it.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    passed = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if 0 < settings.PROXIES <= len(passed):
        address = passed[-settings.PROXIES]
    try:
        found = ip_address(address.strip("[]"))
    except ValueError:
        return "unknown"
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return f"{IPv6Address(int(found) >> 64 << 64)}"
    return str(found)


def mark(network: str, day: date) -> str:
    """A network on a day: 64 hexadecimal digits, which do not say the network and are others the next day."""
    return salted_hmac("readers.networks", f"{day:%Y-%m-%d} {network}", algorithm="sha256").hexdigest()
