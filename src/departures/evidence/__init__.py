"""Public figures with their sources: reading, checking, dating and citing them."""

from departures.evidence.cite import citation, footnote, sources_of, sources_of_each
from departures.evidence.read import EvidencePackage, read_package
from departures.evidence.version import as_ended_by, as_known_on, known_by, preferred_rows

__all__ = [
    "EvidencePackage",
    "as_ended_by",
    "as_known_on",
    "citation",
    "footnote",
    "known_by",
    "preferred_rows",
    "read_package",
    "sources_of",
    "sources_of_each",
]
