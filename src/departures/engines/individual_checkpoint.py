"""From where a run can go on: everybody as they are at the end of a month."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from zipfile import BadZipFile

import numpy as np

from departures.engines.individual_state import KINDS, State
from departures.model.graph import Graph
from departures.quantities import Array

VERSION = 2
"""Raised whenever a checkpoint holds other things, or the same ones mean something else."""


@dataclass(frozen=True)
class Checkpoint:
    """Everybody before month `month` (an index) of run `number` of a seed, under the graph with this hash; the signals
    of that month by name, [1, cell].
    """

    graph: str
    month: int
    seed: int
    number: int
    state: State
    signals: Mapping[str, Array]

    def checked(self, graph: str) -> Checkpoint:
        """This checkpoint, if it is of that graph; raises `ValueError` otherwise."""
        if self.graph != graph:
            raise ValueError("the checkpoint is of another model: other people, states or transitions")
        return self

    def to_bytes(self) -> bytes:
        """The checkpoint as the content of a file, which `read_checkpoint` reads back."""
        arrays = {f"state.{name}": values for name, values in self.state._asdict().items()}
        arrays |= {f"signal.{name}": np.asarray(values) for name, values in self.signals.items()}
        head = {
            "version": VERSION,
            "graph": self.graph,
            "month": self.month,
            "seed": self.seed,
            "number": self.number,
        }
        content = io.BytesIO()
        np.savez_compressed(
            content, allow_pickle=False, **{n: np.asarray(v) for n, v in head.items()}, **arrays
        )
        return content.getvalue()


def read_checkpoint(content: bytes) -> Checkpoint:
    """A checkpoint back from its bytes; raises `ValueError` where they are none, or of another version."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        version = int(arrays.pop("version"))
        if version != VERSION:
            raise ValueError(f"its version is {version}, not {VERSION}")
        of_state = {n.removeprefix("state."): v for n, v in arrays.items() if n.startswith("state.")}
        signals = {n.removeprefix("signal."): v for n, v in arrays.items() if n.startswith("signal.")}
        month, seed, number = (int(arrays[name]) for name in ("month", "seed", "number"))
        state = State(**of_state)._replace(**{n: of_state[n].astype(kind) for n, kind in KINDS.items()})
        return Checkpoint(str(arrays["graph"]), month, seed, number, state, signals)
    except (KeyError, OSError, EOFError, ValueError, TypeError, BadZipFile) as error:
        raise ValueError(f"this is no checkpoint: {error}") from error


def graph_hash(graph: Graph, substeps: int) -> str:
    """A hash of all that a checkpoint rests on: months, sub-steps, cells, compartments, edges and signals."""
    declaration = graph.declaration
    signals = [signal.name for signal in declaration.signals]
    told = (
        declaration.months, substeps, declaration.cells.names, graph.compartments, graph.edges, signals
    )  # fmt: skip
    return hashlib.sha256(repr(told).encode()).hexdigest()
