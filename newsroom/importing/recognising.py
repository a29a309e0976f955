"""What an import recognises in a text beside known names: figures, releases, licences, and records that might be made."""

from newsroom.importing.figures import Figure, find_figures, merge
from newsroom.importing.licences import find_licences
from newsroom.importing.proposing import Proposed, propose_records
from newsroom.importing.releases import Release, find_releases
from newsroom.importing.subjects import Known

__all__ = [
    "Figure",
    "Known",
    "Proposed",
    "Release",
    "find_figures",
    "find_licences",
    "find_releases",
    "merge",
    "propose_records",
]
