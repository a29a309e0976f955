"""Texts as feeds can carry them: without what XML cannot hold, and with whole addresses."""

import re

from django.conf import settings

_DATA = re.compile(r"</?data\b[^>]*>")
#: An address in a sanitised text, where quotes are always double: of a place on the same page, or within the site.
_WITHIN = re.compile(r'(<(?:a|img)\b[^>]*?\s(?:href|src)=")([/#])')
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def whole(path: str) -> str:
    """The whole address of a path of the site."""
    return settings.SITE_URL + path


def for_readers(html: str, path: str) -> str:
    """A frozen text without the marks of citations, its links and pictures with the site's address.

    path: where it is read; links to places within it lead there.
    """

    def out(found: re.Match[str]) -> str:
        return f"{found[1]}{whole('/' if found[2] == '/' else path + '#')}"

    return _WITHIN.sub(out, _DATA.sub("", html))


def in_xml(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return _NO_XML.sub("", text)
