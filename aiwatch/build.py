"""Which build of the program this is."""

import hashlib
from pathlib import Path


def build(root: Path, *shown: str) -> str:
    """A short name that differs where the code, templates, words, static files, locked libraries or `shown` differ.

    By content, so that all workers agree, whenever and wherever each was set up. shown: settings that pages
    show. Reads a few hundred small files, once a worker.
    """
    digest = hashlib.blake2b("\n".join(shown).encode(), digest_size=6)
    parts = [part for part in root.iterdir() if (part / "__init__.py").exists()]
    for part in sorted([*parts, root / "templates", root / "static", root / "locale"]):
        for file in sorted(part.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(f"\n{file.relative_to(root)}\n".encode() + file.read_bytes())
    locked = root / "requirements.txt"
    digest.update(locked.read_bytes() if locked.exists() else b"")
    return digest.hexdigest()
