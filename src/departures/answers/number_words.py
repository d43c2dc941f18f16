"""Counts of things in words, where a figure would look like a finding."""

from __future__ import annotations

NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def in_words(count: int) -> str:
    """A small count in words; larger ones as tens and the rest."""
    if count < len(NUMBERS):
        return NUMBERS[count]
    high, low = divmod(count, 10)
    if high >= 10:
        return "a hundred or more"
    return f"{TENS[high - 2]}-{NUMBERS[low]}" if low else TENS[high - 2]
