"""Measures the sampler against stock NumPyro: independent draws of the slowest printed number per second of CPU.

Both are given the same posterior with the same compiled gradient, both in float64; each fit is a process of its own,
and all that it takes counts: imports, compiling, warm-up, draws. Stock NumPyro is `MCMC(NUTS(model))` as its
documentation has it, one chain to a process: each of several would warm up by itself, so that rates do not change. Our
fit has four chains, which learn one metric together, and ends when its gates are met. Ends with exit code 1 where the
two do not say the same. Takes about an hour on two cores; `python benchmarks/sampler.py 1` measures one seed alone.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy import stats

SEEDS = 5
WARM_UP, DRAWS = 300, 300
"""Iterations of the stock sampler."""
AT_ONCE = 2
"""Stock chains that run at the same time; one process of ours has two workers."""
FAMILYWISE = 0.01
"""Chance that samplers of the same posterior are said to differ."""


@dataclass(frozen=True)
class Made:
    """What a process made: z [chain, draw, entry], seconds of CPU, and those after its warm-up (stock alone)."""

    z: Any
    seconds: float
    after_warm_up: float


def problem() -> Any:
    """The shipped pack under its first explanation."""
    from departures.country.pack import open_pack, put_together

    return put_together(open_pack(None))


def ours(seed: int, file: Path) -> None:
    """A fit as `departures fit` makes it, but for causes, until its gates are met."""
    from dataclasses import replace

    from departures.inference.fit import STANDARD
    from departures.inference.run import fit_problem
    from departures.inference.settings import SamplingSettings

    settings = replace(SamplingSettings(), seed=seed, cause_draws=0, moving=False)
    fit = fit_problem(problem(), settings)
    fit.require_passed()
    np.savez(file, z=fit.parameters[STANDARD].values, after=0.0)


def stock(seed: int, file: Path) -> None:
    """One chain of NumPyro as it comes."""
    import jax
    import numpyro
    from numpyro import distributions
    from numpyro.infer import MCMC, NUTS

    from departures.inference.likelihood import compile_likelihood

    likelihood = compile_likelihood(problem())
    known, size = likelihood.layout.known, likelihood.layout.size

    def model() -> None:
        z = numpyro.sample("z", distributions.Normal(0.0, 1.0).expand([size]).to_event(1))
        numpyro.factor("figures", known.counted @ likelihood.terms(z, known))

    chain = MCMC(NUTS(model), num_warmup=WARM_UP, num_samples=DRAWS, progress_bar=False)
    chain.warmup(jax.random.key(seed))
    warmed = time.process_time()
    chain.run(jax.random.key(seed + 1000))
    z = np.asarray(chain.get_samples()["z"])
    assert z.dtype == np.float64
    np.savez(file, z=z[None], after=time.process_time() - warmed)


def made_by(sampler: str, seed: int, folder: Path) -> Made:
    """Run a sampler in a process of its own, from an empty cache, with its CPU time and that of its workers."""
    file = folder / f"{sampler}-{seed}.npz"
    place = {**os.environ, "DEPARTURES_CACHE": str(folder / f"cache-{sampler}-{seed}")}
    process = subprocess.Popen([sys.executable, __file__, sampler, str(seed), str(file)], env=place)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{sampler} with seed {seed} failed; what it said stands above")
    kept = np.load(file)
    return Made(kept["z"], used.ru_utime + used.ru_stime, float(kept["after"]))


def quantities(every: list[Made]) -> tuple[list[Any], Any]:
    """Printed numbers of each, [chain, draw, number], and what they are called, [number]."""
    import jax
    import jax.numpy as jnp

    from departures.inference.likelihood import compile_likelihood
    from departures.inference.quantities import compile_quantities
    from departures.inference.run import printed_quantities

    posed = problem()
    compute = jax.jit(compile_quantities(posed, compile_likelihood(posed)))
    found = []
    for made in every:
        rows = [compute(jnp.asarray(z)) for z in made.z.reshape(-1, made.z.shape[-1])]
        named = {
            name: np.stack([np.asarray(row[name]) for row in rows]).reshape(*made.z.shape[:2], *rows[0][name].shape)
            for name in rows[0]
        }  # fmt: skip
        parts = printed_quantities(posed, named)
        found.append(np.concatenate([part.reshape(*part.shape[:2], -1) for part in parts.values()], axis=-1))
    names = [f"{name} {entry}" for name, part in parts.items() for entry in range(part[0, 0].size)]
    return found, np.array(names)


def moved(every: list[Any], names: Any) -> tuple[list[Any], Any]:
    """Numbers of each and their names, without those that no draw of any sampler moves."""
    from departures.inference.gates import moving

    moves = moving(np.concatenate([n.reshape(1, -1, n.shape[-1]) for n in every], axis=1))
    return [numbers[..., moves] for numbers in every], names[moves]


def on_even_scale(every: list[Any]) -> list[Any]:
    """Logarithms of the numbers that are above 0 in every draw: some have a tail so heavy that neither mean nor
    standard deviation exists, and what does not exist cannot agree.
    """
    above = np.min([numbers.min((0, 1)) for numbers in every], axis=0) > 0.0
    return [np.where(above, np.log(np.where(above, numbers, 1.0)), numbers) for numbers in every]


def sizes(numbers: Any, method: str = "bulk") -> Any:
    """Effective sample size of each number, from [chain, draw, number]."""
    from arviz_stats.base import array_stats

    return np.asarray(array_stats.ess(numbers, chain_axis=0, draw_axis=1, method=method))


def told_apart(one: Any, other: Any) -> tuple[Any, float]:
    """Places of the means, and after all of them of the standard deviations, in which two samplers [chain, draw,
    number] differ by more than chance, by Holm's rule; and the largest difference of means in standard deviations.
    Means and squares mix at speeds of their own, so each has its own effective sample size.
    """
    means, errors, spreads, spread_errors = [], [], [], []
    for numbers in (one, other):
        means.append(numbers.mean((0, 1)))
        spreads.append(numbers.std((0, 1)))
        errors.append(spreads[-1] / np.sqrt(sizes(numbers, "mean")))
        moment = ((numbers - means[-1]) ** 4).mean((0, 1)) / spreads[-1] ** 4
        spread_errors.append(0.5 * np.sqrt(np.maximum(moment - 1.0, 0.5) / sizes(numbers, "sd")))
    z = np.concatenate([
        (means[0] - means[1]) / np.hypot(*errors),
        (np.log(spreads[0]) - np.log(spreads[1])) / np.hypot(*spread_errors),
    ])  # fmt: skip
    p = 2.0 * stats.norm.sf(np.abs(z))
    order = np.argsort(p)
    beyond = p[order] > FAMILYWISE / (len(p) - np.arange(len(p)))
    gap = np.abs(means[0] - means[1]) / spreads[0]
    return order[: int(np.argmax(beyond)) if beyond.any() else len(p)], float(gap.max())


def measure(seeds: int = SEEDS) -> tuple[list[str], bool]:
    """Lines to print: independent draws per CPU second of each, their ratio, and whether both say the same; and the
    last by itself.
    """
    with tempfile.TemporaryDirectory() as place, ThreadPoolExecutor(AT_ONCE) as pool:
        folder = Path(place)
        own = [made_by("ours", seed, folder) for seed in range(1, seeds + 1)]
        others = list(pool.map(lambda seed: made_by("stock", seed, folder), range(1, seeds + 1)))
    found, names = moved(*quantities([*own, *others]))
    slowest = [float(sizes(numbers).min()) for numbers in found]
    rates = [size / made.seconds for size, made in zip(slowest, [*own, *others], strict=True)]
    draws_alone = [
        size / made.after_warm_up
        for size, made in zip(slowest[seeds:], others, strict=True)
        if made.after_warm_up
    ]
    own_rate, other_rate = np.median(rates[:seeds]), np.median(rates[seeds:])
    even = on_even_scale(found)
    both = [
        np.concatenate([n[:, : min(m.shape[1] for m in part)] for n in part])
        for part in (even[:seeds], even[seeds:])
    ]
    differing, gap = told_apart(*both)
    count = found[0].shape[-1]
    ratio, free = own_rate / other_rate, own_rate / np.median(draws_alone)
    lines = [
        f"independent draws of the slowest of {count} printed numbers per CPU second, median of {seeds} seeds (range)",
        f"ours, all counted                             {_told(rates[:seeds])}",
        f"stock NumPyro, {WARM_UP} + {DRAWS} iterations, all counted {_told(rates[seeds:])}",
        f"stock NumPyro, draws alone                    {_told(draws_alone)}",
        f"ours over stock NumPyro {ratio:8.2f}; with its warm-up and compiling for nothing {free:.2f}",
        f"means and standard deviations that differ, of logarithms where above 0 (Holm, {FAMILYWISE:.0%}):"
        f" {len(differing)} of {2 * count}; largest gap of means {gap:.2f} standard deviations",
        *(f"  {'mean' if place < count else 'sd'} of {names[place % count]}" for place in differing),
    ]
    return lines, len(differing) == 0


def _told(rates: list[float]) -> str:
    return f"{np.median(rates):8.3f} ({min(rates):.3f} to {max(rates):.3f})"


if __name__ == "__main__":
    if len(sys.argv) == 4:
        {"ours": ours, "stock": stock}[sys.argv[1]](int(sys.argv[2]), Path(sys.argv[3]))
    else:
        told, agree = measure(int(sys.argv[1]) if len(sys.argv) > 1 else SEEDS)
        print("\n".join(told))
        sys.exit(0 if agree else 1)
