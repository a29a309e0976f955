"""`make words`: gather what can be translated, bring each translation up to date with it, and compile it.

`make words TO=zh_Hans` begins a translation.
"""

import sys
from pathlib import Path

import django

django.setup()

from babel.messages import Catalog  # noqa: E402
from babel.messages.mofile import write_mo  # noqa: E402
from babel.messages.pofile import read_po, write_po  # noqa: E402

from tests.words.gathering import TEMPLATE, gathered, write  # noqa: E402


def bring_up_to_date(file: Path, language: str) -> None:
    """A translation with what can be translated today, or begun where there is none; and compiled."""
    if file.exists():
        with file.open("rb") as held:
            translation = read_po(held, locale=language)
    else:
        file.parent.mkdir(parents=True)
        translation = Catalog(locale=language, project="AIWatch", fuzzy=False)
    translation.update(gathered(), no_fuzzy_matching=True)
    with file.open("wb") as out:
        write_po(out, translation, width=110, sort_output=True, include_lineno=False, ignore_obsolete=True)
    with file.with_suffix(".mo").open("wb") as out:
        write_mo(out, translation)
    missing = sum(not all(one.string if one.pluralizable else [one.string]) for one in translation if one.id)
    sys.stdout.write(f"{language}: {len(translation)} texts, {missing} to be translated\n")


write()
begun = {part.parent.name for part in TEMPLATE.parent.glob("*/LC_MESSAGES")}
for name in sorted(begun | set(sys.argv[1:])):
    bring_up_to_date(TEMPLATE.parent / name / "LC_MESSAGES" / "django.po", name)
