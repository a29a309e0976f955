"""What readers leave is kept so that nobody reads it who need not."""

from datetime import date
from typing import Any

import pytest
from django.test import RequestFactory, override_settings

from readers import addresses
from readers.networks import mark, network_of


def test_an_address_is_sealed_and_found_again() -> None:
    sealed = addresses.seal("Rob@example.org")
    assert "example" not in sealed.casefold() and sealed != addresses.seal("Rob@example.org")
    assert addresses.unseal(sealed) == "Rob@example.org"
    assert addresses.digest(" rob@EXAMPLE.org") == addresses.digest("Rob@example.org")
    assert addresses.digest("rob@example.net") != addresses.digest("rob@example.org")


def test_a_change_of_secret_reads_what_the_one_before_sealed() -> None:
    with override_settings(SECRET_KEY="the old one"):
        sealed = addresses.seal("rob@example.org")
    with override_settings(SECRET_KEY="the new one", SECRET_KEY_FALLBACKS=["the old one"]):
        assert addresses.unseal(sealed) == "rob@example.org"
    with override_settings(SECRET_KEY="the new one"), pytest.raises(addresses.Unreadable):
        addresses.unseal(sealed)


def test_a_mark_of_a_network_lasts_a_day() -> None:
    today, tomorrow = date(2026, 11, 26), date(2026, 11, 27)
    assert mark("203.0.113.9", today) == mark("203.0.113.9", today)
    assert len({mark("203.0.113.9", today), mark("203.0.113.9", tomorrow), mark("203.0.113.8", today)}) == 3


@pytest.mark.parametrize(
    ("connected", "passed", "proxies", "network"),
    [
        ("198.51.100.7", "", 0, "198.51.100.7"),
        ("10.0.0.1", "6.6.6.6, 203.0.113.9", 1, "203.0.113.9"),
        ("10.0.0.1", "6.6.6.6, 203.0.113.9, 10.0.0.2", 2, "203.0.113.9"),
        # It came past the proxies, or one of them does not say.
        ("10.0.0.1", "203.0.113.9", 2, "10.0.0.1"),
        ("10.0.0.1", "not an address", 1, "unknown"),
        ("2001:db8:1:2:3:4:5:6", "", 0, "2001:db8:1:2::"),
        ("::ffff:203.0.113.9", "", 0, "203.0.113.9"),
    ],
)
def test_a_network_is_what_our_own_proxies_say(
    settings: Any, connected: str, passed: str, proxies: int, network: str
) -> None:
    settings.PROXIES = proxies
    headers = {"HTTP_X_FORWARDED_FOR": passed} if passed else {}
    assert network_of(RequestFactory().get("/", REMOTE_ADDR=connected, **headers)) == network
