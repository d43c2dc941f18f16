"""What is never published about people: who they are, what they said, where they wait, what they are called."""

from __future__ import annotations

from departures.publication.rule import Rule
from departures.publication.vocabulary import DAY, DID, NAMED, NUMBER, ONE_FAMILY, PEOPLE, YEAR

ABOUT_PEOPLE: tuple[Rule, ...] = (
    Rule(
        name="single family or person",
        reason="The family that stayed behind can be found from one dated event.",
        remedy="give a count over a year or more, of at least ten people",
        patterns=(rf"{ONE_FAMILY}\b[^.;]{{0,40}}?\b{DID}\b", rf"\b{YEAR}\b|{DAY}"),
        unless=r"\binvented\b|\bper cent of\b|\bone \w+ in \w+\b|\bif (?:a|an|one)\b|\bwhen (?:a|an|one)\b",
        in_titles=False,
        caught=("A family of nine fled by boat in May 2023.", "In 2011 one soldier crossed at the fence."),
        passes=("A family is watched when one of its members has left.", "An invented woman left in 2015."),
    ),
    Rule(
        name="people abroad below country level",
        reason="A number for one town or province sends the police there.",
        remedy="give the number for the country",
        patterns=(
            rf"{NUMBER} (?:\w+ ){{0,2}}{PEOPLE}\b[^.;]{{0,60}}\b(?:hid\w*|liv\w+|stay\w*|remain\w*|now|present|settled|are)\b[^.;]{{0,40}}"
            rf"(?:\b<REGION>\b|{NAMED} (?:province|prefecture|county|city)\b)|\b(?:stock|estimate)\w*\b[^.;]{{0,60}}\b<REGION>\b[^.;]{{0,30}}{NUMBER}",
        ),
        in_rows=True,
        caught=(
            "About 3,000 women now live in Farmark.",
            "Some 400 people are hiding in Redhill prefecture.",
        ),
        passes=(
            "About 10,000 people were in Outland in 2009.",
            "The 3,000 arrivals from Northmark came over ten years.",
        ),
    ),
    Rule(
        name="elite or direct way in a single year",
        reason="So few take these ways that a year is almost a name.",
        remedy="merge the two, over several years, as a range",
        patterns=(
            r"\b(?:elites?|direct|sea|boat) (?:arrivals?|departures?|escape(?:e?s)?|crossings?|leavers|way|ways|flights?)\b"
            r"|\b(?:arriv|cross|came|come)\w* (?:directly|by sea|by boat)\b",
            rf"(?<![–-])(?<!to )\b{YEAR}\b(?!\s?(?:[–-]|to|and)\s?\d)",
            rf"{NUMBER}|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|few|single)\b",
        ),
        unless=rf"\b{YEAR}\s?(?:–|-|to|and)\s?(?:{YEAR}|\d\d\b)",
        in_rows=True,
        caught=("Elite arrivals in 2024: 8.", "In 2023 some 13 people came by sea."),
        passes=(
            "Elite and direct ways together, 2012–2023: 90 to 200.",
            "The direct way is closed to most since 2020.",
        ),
    ),
    Rule(
        name="interview text",
        reason="Words that somebody said can be recognised by those who heard them before.",
        remedy="say in our own words what several sources say together",
        patterns=(r"[“\"«](?=[^”\"»]*\b(?:I|I'm|I’m|my|me|we)\b)(?:[^\s”\"»]+\s+){8,}[^\s”\"»]+[”\"»]",),
        in_titles=False,
        caught=("She said: “I knew that my mother would be asked about me the same day”.",),
        passes=(
            "“I left” is all that most say.",
            "The order says “anyone near the fence is to be shot without any warning at all”.",
        ),
    ),
    Rule(
        name="word for escapees",
        reason="It is the word of those they fled from: it calls leaving a crime against a state.",
        remedy="write escapees, people or families; mark titles of sources with <cite>",
        patterns=(r"\bdefect(?:ors?|ed|ing|ions?)\b",),
        in_titles=False,
        caught=("The number of defectors fell.",),
        passes=("The number of escapees fell.", "The instrument was defective."),
    ),
)
