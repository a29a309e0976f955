"""Licences by their SPDX identifiers."""

from django.core.exceptions import ValidationError
from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

PROPRIETARY = "proprietary"
#: So much of what was given is said again.
SAID = 60


def licence_identifier(text: str) -> None:
    """Raise ValidationError for what is neither SPDX's nor “proprietary”, with what to write instead."""
    if text == PROPRIETARY:
        return
    if text.lower() == PROPRIETARY:
        raise ValidationError(f"Write it “{PROPRIETARY}”.")
    try:
        written = str(canonicalize_license_expression(text))
    except InvalidLicenseExpression:
        raise ValidationError(
            f"SPDX knows no licence “{text[:SAID]}”. Write its identifier, for example Apache-2.0, or “{PROPRIETARY}”; "
            "where SPDX has none, LicenseRef- and a name, for example LicenseRef-Llama-3."
        ) from None
    if written != text:
        raise ValidationError(f"SPDX writes it “{written}”.")


def spdx_page(identifier: str) -> str:
    """Where SPDX has the text of a single licence; empty where it has none."""
    listed = (
        identifier and identifier != PROPRIETARY and "LicenseRef" not in identifier and " " not in identifier
    )
    return f"https://spdx.org/licenses/{identifier}" if listed else ""
