"""Mail addresses that readers leave: sealed where they lie, found again by a keyed digest.

Both keys are derived from the project's secret and its fallbacks, so that a change of secret reads what the one
before sealed. A digest is made with the newest alone.
"""

from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.encoding import force_bytes

_PURPOSE = b"readers.addresses"


class Unreadable(ValueError):
    """The address was sealed with a secret that is not known here."""


def seal(address: str) -> str:
    """An address as it is kept: encrypted, and other letters each time."""
    return _keys().encrypt(address.encode()).decode()


def unseal(sealed: str) -> str:
    """The address that was sealed. Raises Unreadable where the secret is not known any more."""
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except InvalidToken as broken:
        raise Unreadable("This address was kept with another AIWATCH_SECRET_KEY.") from broken


def digest(address: str) -> str:
    """What an address is found by, as little told apart as mail does: 64 hexadecimal digits, not to be read."""
    return _digest(address, settings.SECRET_KEY)


def digests(address: str) -> list[str]:
    """All that an address may be found by: also what was kept before the secret was changed."""
    return [_digest(address, secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _digest(address: str, secret: str | bytes) -> str:
    said = address.strip().casefold()
    return salted_hmac("readers.addresses", said, secret=secret, algorithm="sha256").hexdigest()


def _keys() -> MultiFernet:
    return MultiFernet([_key(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


@lru_cache
def _key(secret: str | bytes) -> Fernet:
    """Fernet's 32 bytes from a secret of any length (RFC 5869)."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(force_bytes(secret))
    return Fernet(urlsafe_b64encode(derived))
