"""The kinds of thing that are never published, each with reason, pattern and the texts that prove it."""

from __future__ import annotations

from departures.publication.refusals_about_people import ABOUT_PEOPLE
from departures.publication.rule import Rule
from departures.publication.vocabulary import CONTROL, CROSSED, DAY, MONEY, NAMED, NUMBER, TRADE, WATCH

ABOUT_WAYS_AND_CONTROLS: tuple[Rule, ...] = (
    Rule(
        name="price of a crossing or a person",
        reason="A price tells traffickers what to ask and families what to risk.",
        remedy="print the yearly index without unit, or nothing",
        patterns=(MONEY, TRADE),
        in_rows=True,
        caught=(
            "Brokers asked 9,000 dollars for the passage.",
            "She was sold for 700 crowns.",
            "The fee rose to $15,000.",
        ),
        passes=("The yearly fee index stood at 2.4 (first year = 1).", "Income per head was 1,200 dollars."),
    ),
    Rule(
        name="price by leg",
        reason="What one part of the way costs shows where the way is open.",
        remedy="print one yearly index for the whole way, without unit",
        patterns=(
            r"\b(?:fees?|prices?|costs?)\b[^.;]{0,100}\b(?:legs?|stretch(?:es)?)\b|\blegs?\b[^.;]{0,60}\b(?:fees?|prices?|costs?)\b",
            NUMBER,
        ),
        in_rows=True,
        caught=("The fee index of the first leg rose to 3.8.", "Last leg: cost 2,500 in every year."),
        passes=("Prices by leg are never published.", "Arrivals wait on the last leg for 4 months."),
    ),
    Rule(
        name="crossing or landing place",
        reason="Who waits there next is met by guards.",
        remedy="name the country only",
        patterns=(
            rf"\b<PLACE>\b|\b(?:crossed|crossings?|swam|waded|landed|landings?|came ashore)\b[^.;]{{0,40}}\b(?:at|near|opposite|off|via) "
            rf"(?:the )?{NAMED}|\b(?:crossed|swam|waded|landed|crossings?)\b[^.;]{{0,60}}\b<REGION>\b",
        ),
        in_rows=True,
        caught=(
            "Most crossings near Ferryton stopped.",
            "They landed off Bluecape.",
            "People crossed from Northmark.",
        ),
        passes=(
            "Crossings near the border stopped.",
            "A sixth of arrivals came from Northmark.",
            "Crossings in March fell.",
        ),
    ),
    Rule(
        name="route segment",
        reason="A described way is closed, and those on it are caught.",
        remedy="say third countries, without names of stages",
        patterns=(
            rf"\b(?:route|way|road|path|train|bus)s?\b[^.;]{{0,50}}\b(?:from|between) {NAMED}[^.;]{{0,40}}\b(?:to|and|via|through) {NAMED}"
            rf"|{NAMED}\s?[–→-]\s?{NAMED} (?:route|leg|segment|stretch|line)\b",
        ),
        caught=("The route from Graystone to Milltown is watched.", "The Graystone–Milltown leg takes days."),
        passes=(
            "The way from Outland to Inland takes years for many.",
            "The route through third countries closed.",
        ),
    ),
    Rule(
        name="day of a crossing",
        reason="A day leads back to those who were on watch and those who were missing.",
        remedy="print the year",
        patterns=(
            rf"\b{CROSSED}\b[^.;]{{0,50}}?{DAY}|\bon {DAY}[^.;]{{0,60}}\b{CROSSED}\b"
            rf"|\b(?:crossing|landing|escape|departure) (?:date|day)\b[^.;]{{0,10}}{DAY}|\bdate of (?:crossing|landing|escape)[^.;]{{0,10}}{DAY}",
        ),
        unless=r"\b(?:order(?:s|ed)?|notice|decree|law|ban(?:ned)?|published|announced|reported|as of|to end|until|up to|compiled|closed|reopened)\b",
        in_rows=True,
        in_titles=False,
        caught=(
            "Nine people crossed on 6 May 2023.",
            "On 2021-03-04 two men fled.",
            "crossing_date 2019-10-11".replace("_", " "),
        ),
        passes=(
            "Of those who crossed, 63 had arrived as of 31 December 2021.",
            "Nine people crossed in 2023.",
        ),
    ),
    Rule(
        name="hour or season of crossing",
        reason="When the watch is thin is nobody's business but theirs who stand in danger.",
        remedy="leave the time out",
        patterns=(
            r"\b(?:cross\w*|border|river|guards?|patrols?|shore|boats?|fence|landed)\b",
            r"(?<![\d:.])(?:[01]?\d|2[0-3]):[0-5]\d\b(?!:)|\b\d{1,2}\s?[ap]\.?m\b|\bo[’']clock\b|\b(?:at|before|after|around) (?:dawn|dusk|midnight)\b"
            r"|\b(?:by|at) night\b|\bmoonless\b|\blow tide\b|\bwhen the (?:river|water) (?:is|was) (?:frozen|low|shallow)\b",
        ),
        caught=(
            "Patrols pass the river at 02:40.",
            "They crossed by night.",
            "Boats set out at low tide at the shore.",
        ),
        passes=("The border closed in 2020.", "Page written at 14:05."),
    ),
    Rule(
        name="gap in the guard",
        reason="A gap that is described is closed, with those who trusted it inside.",
        remedy="leave it out",
        patterns=(
            rf"\bgaps? (?:in|between) (?:the |two )?(?:line of )?{WATCH}\b(?! (?:data|figures|series))|\bblind spots?\b"
            rf"|\b(?:unguarded|unmanned|unwatched|unfenced) (?:stretch|section|part|bank|spot|place|river|border)"
            rf"|\b(?:change of (?:the )?guard|guards? changes?|shift changes?)\b|\b{WATCH} (?:passe?s?|stand|come)s? every {NUMBER}",
        ),
        caught=(
            "There are gaps between the guard posts.",
            "An unfenced stretch remains.",
            "Patrols pass every 40 minutes.",
        ),
        passes=("Fences and guard posts were multiplied.", "The gap between private view and belief grew."),
    ),
    Rule(
        name="chance per attempt",
        reason="A chance invites a wager on a life, and tells the guard how well he does.",
        remedy="print counts of arrivals and ranges of departures, no chances",
        patterns=(
            r"\b(?:per|each|every|of all|of the|of|an|a single|any) (?:\w+ )?(?:attempts?|tries|try)\b|\bper crossing\b|\b(?:of|each|every) crossings?\b",
            r"\b(?:caught|captured?|arrest(?:ed|s)?|succe(?:ss|eds?|eded)|shot|killed|failed?|fails|get(?:s|ting)? through|survived?)\b",
            rf"{NUMBER}\s?(?:%|per ?cent)|\b(?:one|two|three|\d+) in (?:two|three|four|five|ten|\d+)\b|\b0\.\d+|\b(?:chances?|odds|probability)\b",
        ),
        in_rows=True,
        caught=(
            "About 70 % of attempts were arrested.",
            "The chance of success per attempt is 0.3.",
            "One in three of all attempts fails.",
        ),
        passes=("Arrests abroad are counted as events, 4,800 a year or more.", "No source counts attempts."),
    ),
    Rule(
        name="lever below national level",
        reason="What works in one province is copied in the next.",
        remedy="show the control for the country as a whole",
        patterns=(
            rf"\b{WATCH}\b",
            r"\b(?:by|per|each|every) (?:province|county|district|prefecture|municipality)\b|\b<REGION>\b"
            r"|\b(?:province|county|district|prefecture|municipality) of (?-i:[^\W\d_a-z]\w+)|(?-i:[^\W\d_a-z]\w+) (?:province|county|district|prefecture)\b",
        ),
        in_rows=True,
        caught=(
            "Cameras by county follow in a table.",
            "Fencing in Northmark was doubled.",
            "Checkpoints in Stony County.",
        ),
        passes=("Fences along the whole border were doubled.", "Origin by province: a sixth from Northmark."),
    ),
    Rule(
        name="ranking of controls",
        reason="It would be a plan for those who keep people in.",
        remedy="attribute a past fall to its causes as a range, and rank nothing",
        patterns=(
            rf"\b(?:most|least|more|less) (?:effective|efficient|powerful|successful)\b[^.;]{{0,30}}\b{CONTROL}\b"
            rf"|\b(?:strongest|weakest|cheapest|best) (?:\w+ )?{CONTROL}\b|\brank(?:ed|ing|s)?\b[^.;]{{0,40}}\b{CONTROL}\b"
            rf"|\b{CONTROL}\b[^.;]{{0,20}}\branked\b"
            rf"|\b(?:would|could|might|should) (?:most |best )?(?:reduce|prevent|stop|minimi[sz]e|deter)s?\b[^.;]{{0,20}}\b(?:escapes?|departures|crossings|leaving|flights?)\b"
            rf"|\boptim\w+\b[^.;]{{0,40}}\b{CONTROL}\b",
        ),
        unless=r"\b(?:no|nor|not|never|nothing|cannot|refus\w+)\b",
        caught=(
            "Fences were the most effective control.",
            "Controls ranked by effect.",
            "Cameras would reduce escapes further.",
        ),
        passes=("The fall of these years came mostly from the closure.", "Nothing here ranks controls."),
    ),
)

RULES: tuple[Rule, ...] = (*ABOUT_WAYS_AND_CONTROLS, *ABOUT_PEOPLE)
