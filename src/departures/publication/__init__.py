"""What is never published, and the check that every output passes before it is left where a reader finds it.

`check_file` and `check_folder` return what they found; `refuse_unless_clean` raises. The rules are in
`refusals`, the arithmetic of small groups in `small_cells`, a country's own names and exemptions in its pack.
"""

from departures.publication.check import check_file, check_folder, refuse_unless_clean
from departures.publication.country_rules import CountryRules, Exemption, read_country_rules
from departures.publication.finding import Finding

__all__ = [
    "CountryRules",
    "Exemption",
    "Finding",
    "check_file",
    "check_folder",
    "read_country_rules",
    "refuse_unless_clean",
]
