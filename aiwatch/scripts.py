"""Readers' scripts by their content: the policy lets these run and nothing else."""

import hashlib
from base64 import b64encode
from pathlib import Path


def digests(folder: Path) -> dict[str, str]:
    """The digest of each script of a folder by its name, as `integrity` and the policy take it."""
    return {path.name: _digest(path.read_bytes()) for path in sorted(folder.glob("*.js"))}


def _digest(content: bytes) -> str:
    return f"sha384-{b64encode(hashlib.sha384(content).digest()).decode()}"
