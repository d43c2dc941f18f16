"""Groups of fewer than ten people that two attributes single out, printed or left to be found by subtraction.

A count of nine men in one quarter can name a man; so can eleven people and two women, printed in two tables. Zero
is let pass: it names nobody. One attribute alone (a quarter's total, men of all years) is let pass too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from departures.publication.cells import Cell
from departures.publication.finding import Finding
from departures.publication.windows import Window

SMALLEST = 10
"""Persons; a crossed cell below this is held back."""
PRINTED = "small cell"
DERIVED = "small cell by subtraction"

Levels = tuple[tuple[str, str], ...]
Index = dict[tuple[str, Levels, Window | None], Cell]


def check_cells(cells: Iterable[Cell]) -> list[Finding]:
    """Return the small cells, printed or derivable; pass the cells of all files that are published together."""
    every = list(cells)
    index: Index = {}
    for cell in every:
        index.setdefault((cell.measure, cell.levels, cell.window), cell)
    found = [finding for cell in every if (finding := _printed(cell))]
    found += [finding for parts in _parts_by_level(index) if (finding := _derived(*parts))]
    found += [finding for parts in _parts_by_period(index) if (finding := _derived(*parts))]
    return sorted(set(found))


def _printed(cell: Cell) -> Finding | None:
    if not _is_small(cell.value, cell.attributes):
        return None
    return Finding(
        cell.file,
        cell.place,
        PRINTED,
        f"{_name(cell)}: {cell.value}",
        "merge it with its neighbours until it holds ten people, or leave one attribute out",
        cell.attributes,
        (str(cell.window),) if cell.window else (),
    )


def _is_small(value: int, attributes: tuple[str, ...]) -> bool:
    return 0 < value < SMALLEST and len(attributes) >= 2


def _parts_by_level(index: Index) -> Iterator[tuple[Cell, list[Cell]]]:
    """Yield each total with the shown cells that split it by one further attribute."""
    split: dict[tuple[str, Levels, Window | None, str], list[Cell]] = defaultdict(list)
    for (measure, levels, window), cell in index.items():
        for position, (attribute, _) in enumerate(levels):
            others = levels[:position] + levels[position + 1 :]
            split[measure, others, window, attribute].append(cell)
    for (measure, others, window, _), parts in split.items():
        total = index.get((measure, others, window))
        if total is not None:
            yield total, parts


def _parts_by_period(index: Index) -> Iterator[tuple[Cell, list[Cell]]]:
    """Yield each crossed total with one part of its period, and with all its parts of one length that lie apart."""
    by_levels: dict[tuple[str, Levels], list[Cell]] = defaultdict(list)
    for (measure, levels, window), cell in index.items():
        if levels and window is not None:
            by_levels[measure, levels].append(cell)
    for cells in by_levels.values():
        for total in cells:
            inside = [cell for cell in cells if _window(total).holds(_window(cell))]
            for cell in inside:
                yield total, [cell]
            for length in {_length(cell) for cell in inside}:
                parts = sorted((cell for cell in inside if _length(cell) == length), key=_window)
                apart = all(not _window(one).overlaps(_window(next_)) for one, next_ in pairwise(parts))
                if len(parts) > 1 and apart:
                    yield total, parts


def _window(cell: Cell) -> Window:
    if cell.window is None:
        raise ValueError("a cell without a period is no part of one")
    return cell.window


def _length(cell: Cell) -> int:
    window = _window(cell)
    return window.last - window.first


def _derived(total: Cell, parts: list[Cell]) -> Finding | None:
    """Return the finding if what the parts leave of the total is small and crossed."""
    left = total.value - sum(part.value for part in parts)
    attributes = max((part.attributes for part in parts), key=len)
    if not _is_small(left, attributes):
        return None
    shown = " − ".join(f"{part.value} ({_name(part)})" for part in parts)
    files = dict.fromkeys((total.file, *(part.file for part in parts)))
    windows = dict.fromkeys(str(cell.window) for cell in (total, *parts) if cell.window)
    return Finding(
        " + ".join(files),
        f"{total.place} less {', '.join(part.place for part in parts[:3])}",
        DERIVED,
        f"{total.value} ({_name(total)}) − {shown} = {left}",
        "leave out a second part as well, or the total, so that nothing below ten can be worked out",
        attributes,
        tuple(windows),
    )


def _name(cell: Cell) -> str:
    levels = ", ".join(level for _, level in cell.levels) or "all"
    return f"{cell.measure}, {levels}" + (f", {cell.window}" if cell.window else "")
