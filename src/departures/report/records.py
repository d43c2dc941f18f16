"""Tables as the plain records that charts are drawn from; every value is the one that the table prints."""

from __future__ import annotations

from typing import Any

from departures.answers.answer import Number, Table, plain


def records_of(table: Table, columns: dict[str, str]) -> list[dict[str, Any]]:
    """Rows as records: column title → short name; a number gives name, name_low, name_high and name_text."""
    places = {title: table.columns.index(title) for title in columns}
    records = []
    for row in table.rows:
        record: dict[str, Any] = {}
        for title, name in columns.items():
            cell = row[places[title]]
            if isinstance(cell, Number):
                record |= {name: cell.value, f"{name}_text": plain(cell)}
                record |= {f"{name}_low": cell.low, f"{name}_high": cell.high}
            else:
                record[name] = cell
        records.append(record)
    return records


def with_years(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The records with `year` as a number, in order."""
    return sorted(({**record, "year": int(record["year"])} for record in records), key=lambda r: r["year"])
