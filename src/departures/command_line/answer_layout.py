"""How an answer is laid out on the screen and as JSON."""

from __future__ import annotations

from typing import Any

from departures.answers.answer import TAG_WORDS, Answer, Number, Table, plain


def answer_in_words(answer: Answer) -> str:
    """Question, sentences with their tags, tables, and what would change the answer."""
    lines = [answer.question, ""]
    for sentence in answer.sentences:
        tag = "" if sentence.tag in (None, "observed", "measured") else f" [{TAG_WORDS[str(sentence.tag)]}]"
        lines.append(f"• {sentence.text}{tag}")
    for table in answer.tables.values():
        lines += ["", table.title, table.to_string(), *([table.marks] if table.marks else [])]
    return "\n".join([*lines, "", f"What would change this: {answer.would_change}"])


def answer_as_plain(answer: Answer) -> dict[str, Any]:
    """The same in plain values, every number with its lead."""
    return {
        "name": answer.name,
        "question": answer.question,
        "applicable": answer.applicable,
        "sentences": [
            {
                "text": sentence.text, "tag": sentence.tag, "rule": sentence.rule,
                "numbers": {name: _number(number) for name, number in sentence.numbers.items()},
            }
            for sentence in answer.sentences
        ],
        "tables": {name: _table(table) for name, table in answer.tables.items()},
        "would_change": answer.would_change,
    }  # fmt: skip


def _table(table: Table) -> dict[str, Any]:
    rows = [[_number(cell) if isinstance(cell, Number) else cell for cell in row] for row in table.rows]
    return {"title": table.title, "columns": list(table.columns), "rows": rows, "note": table.note}


def _number(number: Number) -> dict[str, Any]:
    lead = number.lead
    content: dict[str, Any] = {
        "value": None if number.only_range else number.value,
        "low": number.low, "high": number.high, "unit": number.unit, "tag": number.tag, "text": plain(number),
    }  # fmt: skip
    if lead.rows:
        content["rows"] = list(lead.rows)
    if lead.quantity:
        content |= {"quantity": lead.quantity, "at": dict(lead.at)}
    if lead.of:
        content |= {"of": lead.of, "of_at": dict(lead.of_at), "complement": lead.complement}
    return content
