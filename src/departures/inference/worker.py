"""What a worker process does: it opens the problem itself, then takes one task after the other."""

from __future__ import annotations

import ctypes
import os
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from typing import Any

from departures.inference.settings import SamplingSettings
from departures.observation.declared import Observation

XLA_FLAGS = (
    "--xla_cpu_multi_thread_eigen=false",  # the chains are the parallel part
    "--xla_cpu_experimental_ynn_fusion_type=",  # its products of matrices are slow where these are small
    "--xla_cpu_use_fusion_emitters=false",  # the older way runs these problems as fast, and compiles them sooner
)


@dataclass(frozen=True)
class Recipe:
    """How to open a problem again in another process; `observation` replaces the pack's own when given."""

    folder: str
    explanation: str
    as_of: str | None
    observation: Observation | None
    settings: SamplingSettings
    fingerprint: str = ""
    """That of the problem: a pack that a worker opened before, and whose files have changed since, is read again."""


OPEN = "open"
"""The task that makes a worker ready for a recipe; all others are those of `Tasks`."""


def serve(connection: Connection) -> None:
    """Answer tasks `(name, payload)` with `(name, result)` until it is ended; errors travel as text."""
    os.environ["XLA_FLAGS"] = " ".join([os.environ.get("XLA_FLAGS", ""), *XLA_FLAGS])
    os.environ.setdefault("JAX_PLATFORMS", "cpu")
    os.environ.setdefault("PJRT_NPROC", "1")  # else two workers hand small pieces of work to and fro
    _keep_memory()
    import jax

    from departures.runs.cache import compiled_folder

    jax.config.update("jax_enable_x64", True)
    # what one worker has compiled, the others and the next fit load
    jax.config.update("jax_compilation_cache_dir", str(compiled_folder()))
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.5)
    from departures.inference.fit import FitRefused
    from departures.inference.tasks import Tasks

    packs: dict[str, Any] = {}
    tasks: Any = None
    try:
        while True:
            name, payload = connection.recv()
            if name == OPEN:
                before, problem = packs.get(payload.folder), reopened(payload, packs)
                same_pack = before is not None and before is packs.get(payload.folder)
                kept = tasks is not None and same_pack and tasks.turned_to(payload, problem)
                if not kept:
                    tasks = None  # what the fit before had compiled is let go first
                    jax.clear_caches()
                    tasks = Tasks(payload, problem, connection)
                connection.send((name, None))
            else:
                connection.send((name, tasks.run(name, payload)))
    except EOFError:
        return
    except FitRefused as refusal:
        connection.send(("refused", str(refusal)))
    except Exception as error:  # a worker must never die without a word
        import traceback

        connection.send(("failed", f"{error}\n{traceback.format_exc()}"))


MMAP_THRESHOLD, TRIM_THRESHOLD = -3, -1
"""Numbers of two settings of glibc's `mallopt`."""
ROOM = (2**25, 2**28)


def _keep_memory() -> None:
    """Let the process keep what it frees, where the system can: gradients take and free the same few megabytes tens
    of thousands of times, and each page that comes back from the system is first filled with zeros.
    """
    settings = getattr(ctypes.CDLL(None), "mallopt", None)
    if settings is not None:
        for name, room in zip((MMAP_THRESHOLD, TRIM_THRESHOLD), ROOM, strict=True):
            settings(name, room)


def reopened(recipe: Recipe, packs: dict[str, Any]) -> Any:
    """The problem of a recipe; `packs` holds what was opened before, by folder."""
    from datetime import date

    from departures.country.pack import open_pack, put_together

    as_of = None if recipe.as_of is None else date.fromisoformat(recipe.as_of)
    for _ in range(2):
        if recipe.folder not in packs:
            packs[recipe.folder] = open_pack(recipe.folder, checked=True)
        problem = put_together(packs[recipe.folder], recipe.explanation, as_of)
        if not recipe.fingerprint or problem.fingerprint == recipe.fingerprint:
            break
        del packs[recipe.folder]
    if recipe.observation is not None:
        problem = replace(problem, observation=recipe.observation)
    return problem
