"""Words and forms that several rules look for, as regular expressions."""

from __future__ import annotations

GENERAL_CURRENCIES = ("dollars?", "usd", "euros?", "eur", "gbp", "chf")
"""Money of many countries; the pack names its own."""

YEAR = r"(?:19|20)\d\d"
NUMBER = rf"(?<![\w.,-])(?!{YEAR}\b)\d[\d,.]*"
"""A number that is not a year."""
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
DAY = rf"(?:\b{YEAR}-\d\d-\d\d\b|\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{MONTH}\b|\b{MONTH} \d{{1,2}}\b(?!\d))"
NAMED = r"(?-i:[^\W\d_a-z]\w+)"
"""A word with a capital letter, which is how a place is recognised that no pack has listed."""
PEOPLE = r"(?:people|persons|escapees|refugees|workers|labourers|women|men|brides|children|families)"
CROSSED = (
    r"(?:cross(?:ed|ings?|es)?|fled|escaped?|swam|waded|rowed|sailed|landed|landings?|came ashore|slipped (?:out|across|over)"
    r"|set out|left (?:home|the country|by boat|by sea))"
)
MONEY = r"(?:[$€£¥₩]\s?\d|\d[\d,. ]*\s?(?:thousand |million |[mk] )?(?:us )?<CURRENCY>\b|\b<CURRENCY>\s?\d|\b(?:unit|currency) <CURRENCY>\b)"
TRADE = (
    r"\b(?:brokers?|smugglers?|broker(?:age)? fees?|crossing fees?|fees? (?:for|to|of) (?:the )?(?:broker|cross|escape|leav|passage|guide)"
    r"|fees?|bribes?|ransoms?|sold|bought|price (?:of|for) (?:a |the |one )?(?:crossing|passage|escape|person|wom[ae]n|bride|wife)"
    r"|bride price|cost of (?:crossing|escaping|leaving|passage|the passage))\b"
)
WATCH = r"(?:guards?|guard posts?|patrols?|sentr(?:y|ies)|watchtowers?|cameras?|sensors?|fenc(?:es?|ing)|checkpoints?)"
CONTROL = r"(?:control|barrier|measure|deterrent|deterrence|fence|restriction|policy|polic(?:y|ies) of|crackdown|order)s?"
ONE_FAMILY = r"\b(?:a|an|one|this|that|the) (?:\w+ )?(?:family|household|couple|mother|father|soldier|worker|woman|man|girl|boy|escapee|teenager|fisherman)"
DID = (
    r"(?:crossed|fled|escaped|swam|waded|sailed|landed|drowned|arrived|left|was (?:caught|arrested|returned|shot|executed|killed|sold)"
    r"|were (?:caught|arrested|returned|shot|executed|killed|sold))"
)
