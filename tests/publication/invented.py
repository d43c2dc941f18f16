"""An invented country's rules, for the examples beside the rules and for the planted cases."""

from departures.publication import CountryRules, Exemption

OUTLAND = CountryRules(
    currencies=("crown", "crowns"),
    countries=("Outland", "Inland"),
    places=("Ferryton",),
    regions=("Northmark", "Farmark"),
    exemptions=(
        Exemption("sex by year", "small cell", "the ministry prints it", attributes=("sex", "year")),
        Exemption("other sex by year", "small cell by subtraction", "the same", attributes=("sex", "year")),
        Exemption(
            "nine months", "small cell", "printed", attributes=("period", "sex"), windows=("2024-01/2024-09",)
        ),
    ),
)
