"""The schema that is committed, the one that the code makes, and the breaks that are marked."""

from functools import cache
from typing import Any

import yaml
from django.conf import settings

from aiwatch.described import schema
from tests.contract.breaking import breaks

SCHEMA = settings.BASE_DIR / "docs" / "openapi.yaml"
MARKS = settings.BASE_DIR / "docs" / "api-breaks.md"
#: Where the site stands, and under which licence, is no part of the contract.
SETTINGS = ("servers",)


@cache
def made() -> dict[str, Any]:
    """The schema as the code makes it. To be looked at only."""
    return _read(as_text({k: v for k, v in schema().items() if k not in SETTINGS}))


def committed() -> dict[str, Any]:
    """The schema as it was committed; one without operations where there is none yet."""
    return _read(SCHEMA.read_text()) if SCHEMA.exists() else {"paths": {}}


def _read(text: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)  # the safe one, in C
    return found


def as_text(found: dict[str, Any]) -> str:
    """A schema as it is kept."""

    class Plain(yaml.CSafeDumper):
        """Without anchors, and with whatever text is a kind of text."""

        def ignore_aliases(self, data: Any) -> bool:
            return True

    Plain.add_multi_representer(str, lambda dumper, text: dumper.represent_str(str(text)))
    return yaml.dump(found, Dumper=Plain, sort_keys=False, allow_unicode=True, width=120)


def unmarked(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """The breaks that nobody marked."""
    marked = {line[2:].strip() for line in MARKS.read_text().splitlines() if line.startswith("- ")}
    return [line for line in breaks(old, new) if line not in marked]
