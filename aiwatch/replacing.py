"""A dump takes the place of the one before in one step: readers find the old one or the new one, whole.

Nothing is deleted that no dump wrote.
"""

import ctypes
import fcntl
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SUMS, PACKAGE = "SHA256SUMS", "datapackage.json"
#: What the package of a dump says, by which it is known as one.
MADE_BY = {"made_by": "manage.py dump_public"}
#: The files of a dump, also of one that broke off.
FILES = re.compile(rf"[a-z]+\.(ndjson\.gz|csv)|LICENSE\.txt|README\.txt|{re.escape(PACKAGE)}|{SUMS}")
#: Of renameat2(2): paths are taken from where the process is; the two change places.
AT_FDCWD, RENAME_EXCHANGE = -100, 2


class NotReplaced(Exception):
    """Why nothing took the place of what was there, in a sentence."""


@contextmanager
def replaced(directory: Path) -> Iterator[Path]:
    """An empty directory that takes the place of another once it is filled; where that fails the other stays.

    Raises NotReplaced where the other holds anything but a dump of ours, where another run fills one, or where the
    file system says no.
    """
    directory = directory.resolve()
    try:
        with _alone(directory):
            _refuse_others(directory)
            made = directory.with_name(f".{directory.name}.unfinished")
            _clear(made)
            made.mkdir()
            try:
                yield made
                _refuse_others(directory)  # again: filling takes long
                _put(made, directory)
            finally:
                _clear(made)
    except OSError as reason:
        raise NotReplaced(f"{directory} cannot be written: {reason.strerror or reason}.") from reason


@contextmanager
def _alone(directory: Path) -> Iterator[None]:
    """One run at a time, by a lock of the directory above, which goes with the process. Raises NotReplaced."""
    above = os.open(directory.parent, os.O_RDONLY)
    try:
        try:
            fcntl.flock(above, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotReplaced(f"Another run writes in {directory.parent}; wait until it is done.") from None
        yield
    finally:
        os.close(above)


def _refuse_others(directory: Path) -> None:
    """Raises NotReplaced where there is something that is not a dump of ours and nothing else."""
    if not directory.exists():
        return
    if not directory.is_dir():
        raise NotReplaced(f"{directory} is no directory; name one that is new, empty, or a dump.")
    held = {entry.name for entry in directory.iterdir()}
    if held and not _is_dump(directory):
        raise NotReplaced(
            f"{directory} holds something else than a dump; name one that is new, empty, or a dump."
        )
    if held and (strange := sorted(held - _listed(directory))):
        said = ", ".join(strange)
        raise NotReplaced(
            f"{directory} holds besides the dump what would be lost: {said}. Take it out first."
        )


def _is_dump(directory: Path) -> bool:
    try:
        told = json.loads((directory / PACKAGE).read_bytes())
    except (FileNotFoundError, ValueError):
        return False
    return isinstance(told, dict) and MADE_BY.items() <= told.items() and (directory / SUMS).is_file()


def _listed(directory: Path) -> set[str]:
    """The files of a dump, as it says itself."""
    lines = (directory / SUMS).read_text("utf-8").splitlines()
    return {line.partition("  ")[2] for line in lines} | {SUMS}


def _clear(directory: Path) -> None:
    """Delete a directory with the files of a dump. Raises OSError where it holds others."""
    if not directory.exists():
        return
    for entry in directory.iterdir():
        if FILES.fullmatch(entry.name):
            entry.unlink()
    directory.rmdir()


def _put(made: Path, directory: Path) -> None:
    """Move a filled directory to its place; what was there is then where it was filled. Raises OSError."""
    for file in made.iterdir():
        with file.open("rb") as written:
            os.fsync(written.fileno())
    if not directory.exists():
        made.rename(directory)
        return
    # Linux changes two directories in one step, which Python has no name for.
    renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    if renameat2(AT_FDCWD, bytes(made), AT_FDCWD, bytes(directory), RENAME_EXCHANGE):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
