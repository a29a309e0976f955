"""`make schema`: write the API's schema anew, unless that breaks the programs of others and is not marked."""

import sys

import django

django.setup()

from tests.contract.committed import SCHEMA, as_text, committed, made, unmarked  # noqa: E402

found = made()
if lines := unmarked(committed(), found):
    sys.stderr.write(
        "This breaks the programs of others. Mark each line in docs/api-breaks.md as it stands here:\n"
    )
    sys.stderr.writelines(f"- {line}\n" for line in lines)
    sys.exit(1)
SCHEMA.write_text(as_text(found))
