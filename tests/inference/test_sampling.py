"""Warm-up hands on what it learned; sampling starts again with shorter steps where trajectories diverge."""

from dataclasses import replace

import numpy as np

from departures.inference.chains import Chain, Start
from departures.inference.fit import Gate
from departures.inference.metric import Bend, Metric
from departures.inference.progress import silent
from departures.inference.sampling import OLD_BEND, SHORTER, Stages, sample
from departures.inference.settings import SamplingSettings

SIZE = 3
SETTINGS = SamplingSettings(chains=2, warm_up=30, pilots=(0, 10), draws=20, unjudged=0, batches=4, seed=7)
MET = (Gate("made up", 1.0, 1.0, True, ""),)
BEND = Bend(np.zeros(SIZE), np.eye(SIZE)[:1], np.eye(SIZE)[1:2], np.zeros((1, 1, 1)))
WEIGHTS = np.ones((1, 4))


class StandIn:
    """Workers whose chains are normal draws; trajectories diverge while steps are longer than `stable`."""

    def __init__(self, stable):
        self.stable, self.asked = stable, []
        self.made = np.random.default_rng(1)
        self.made_first = []

    def ask(self, tasks):
        self.asked += tasks
        return [self.answer(name, payload) for name, payload in tasks]

    def answer(self, name, payload):
        if name == "first_metric":
            return Metric(np.ones(SIZE), 2.0 * np.eye(SIZE), BEND), WEIGHTS
        if name == "slopes":
            return np.repeat(payload[1][:, None, :], len(payload[0]), axis=1) ** 2
        if name == "starts":
            return {seed: Start(np.zeros(SIZE), np.zeros(()), np.zeros(SIZE), seed) for seed in payload[1]}
        if name == "warm_up":
            made = [self.chain(SETTINGS.warm_up, 0.4) for _ in payload[1]]
            self.made_first = (self.made_first + made)[:2]
            return made
        if name == "draw":
            return [self.chain(payload[3], payload[2]) for _ in payload[1]]
        if name == "quantities":
            return {"sum": payload.sum(1)}
        return None

    def chain(self, count, step_size):
        u = self.made.standard_normal((count, SIZE))
        diverging = np.full(count, step_size > self.stable)
        whole, right = np.zeros(count), np.full(count, SETTINGS.target_acceptance)
        return Chain(u, 3.0 * u**3, whole, whole, diverging, whole, np.full(count, step_size), right)

    def draws(self):
        return [payload for name, payload in self.asked if name == "draw"]


def run(workers, passes_after):
    stages = Stages(SETTINGS, silent)

    def judge(sampled):
        enough = sampled.z.shape[1] >= passes_after
        return MET if enough else None

    return sample(workers, SETTINGS, stages, judge)[0], stages


def test_batches_follow_until_the_gates_pass():
    workers = StandIn(stable=1.0)
    sampled, stages = run(workers, passes_after=40)
    assert sampled.z.shape == (2, 40, SIZE)
    np.testing.assert_allclose(sampled.quantities["sum"], sampled.z.sum(-1))
    assert {"mode and curvature", "warm-up", "metric", "sampling", "quantities", "gates"} == set(
        stages.seconds
    )


def test_gates_are_not_tried_on_the_first_batches():
    seen = []

    def judge(sampled):
        seen.append(sampled.z.shape[1])
        return MET

    patient = replace(SETTINGS, unjudged=2)
    sampled, gates = sample(StandIn(stable=1.0), patient, Stages(patient, silent), judge)
    assert seen == [60]
    assert [gate.name for gate in gates] == ["made up"]
    assert sampled.z.shape[1] == 60


def test_the_metric_is_learned_between_rounds_and_kept_for_sampling():
    workers = StandIn(stable=1.0)
    run(workers, passes_after=20)
    used = [payload[0] for name, payload in workers.asked if name in ("warm_up", "draw")]
    roots = {tuple(metric.root.ravel()) for metric in used}
    assert len(roots) == len(SETTINGS.pilots) + 1
    starts = [payload[2] for name, payload in workers.asked if name == "warm_up"]
    assert all(np.isclose(start.step_size, 0.4, rtol=1e-4) for start in starts[-1].values())
    assert len({start.seed for each in starts for start in each.values()}) == 2 * (len(SETTINGS.pilots) + 1)


def test_where_gates_are_not_met_the_metric_is_learned_again_and_what_was_drawn_stays():
    again = replace(SETTINGS, learned_again=(2,))
    workers = StandIn(stable=1.0)
    sampled, gates = sample(workers, again, Stages(again, silent), lambda _: None)
    assert gates is None
    assert sampled.z.shape == (2, 4 * SETTINGS.draws, SIZE)
    metrics = [payload[0] for name, payload in workers.asked if name == "draw" and payload[1] == [7]][-4:]
    assert [metric is metrics[0] for metric in metrics] == [True, True, False, False]
    assert metrics[2] is metrics[3]
    assert not np.allclose(metrics[2].root, metrics[0].root)
    settled = sampled.z[:, SETTINGS.warm_up // 3 : 2 * SETTINGS.draws].reshape(-1, SIZE)
    bend = metrics[2].bend
    np.testing.assert_allclose(metrics[2].center, bend.bent_back(settled).mean(0))
    starts = [payload[2] for name, payload in workers.asked if name == "warm_up"]
    assert len({start.seed for each in starts for start in each.values()}) == 2 * (len(SETTINGS.pilots) + 2)


def test_the_bend_is_told_again_at_the_settled_draws_of_each_round():
    few = replace(SETTINGS, bend_draws=25)
    workers = StandIn(stable=1.0)
    sample(workers, few, Stages(few, silent), lambda _: MET)
    asked = [payload for name, payload in workers.asked if name == "slopes"]
    assert all(weights is WEIGHTS for weights, _ in asked)
    by_round = [len(asked[i][1]) + len(asked[i + 1][1]) for i in range(0, len(asked), 2)]
    first, second = [
        payload[0] for name, payload in workers.asked if name == "warm_up" and payload[1] == [7]
    ][:2]
    u, by_u = (np.concatenate([getattr(c, n)[10:] for c in workers.made_first]) for n in ("u", "slope"))
    z = np.concatenate([part for _, part in asked[:2]])
    np.testing.assert_allclose(z, first.to_z(u[::2]))
    bend = first.bend.learned(z, z[:, None, :] ** 2, OLD_BEND)
    np.testing.assert_allclose(second.bend.second, bend.second)
    np.testing.assert_allclose(second.root, first.learned(u, by_u, bend).root)
    assert by_round == [20, 20]  # of 40 and 60 settled draws, every second and every third
    used = [payload[0].bend.second.item() for name, payload in workers.asked if name == "warm_up"]
    assert len(set(used)) == len(SETTINGS.pilots) + 1


def test_where_trajectories_diverge_steps_get_shorter_and_sampling_starts_again():
    workers = StandIn(stable=0.35)
    sampled, _ = run(workers, passes_after=20)
    batches = [payload[2] for payload in workers.draws() if payload[3] == SETTINGS.draws]
    np.testing.assert_allclose(sorted(set(batches)), sorted([0.4, 0.4 * SHORTER]), rtol=1e-4)
    assert sampled.z.shape[1] == SETTINGS.draws
    assert not np.concatenate([chain.diverging for chain in sampled.chains]).any()


def test_so_few_divergences_as_the_gate_allows_when_it_is_tried_do_not_start_anew():
    class Rarely(StandIn):
        """One trajectory in twenty of the first batch, which is one in two hundred of the ten to be drawn."""

        def chain(self, count, step_size):
            made = super().chain(count, step_size)
            if count == SETTINGS.draws and len(self.draws()) <= 4:
                made.diverging[0] = True
            return made

    for unjudged, kept in ((9, True), (8, False)):
        settings = replace(SETTINGS, unjudged=unjudged, batches=12)
        workers = Rarely(stable=1.0)
        sample(workers, settings, Stages(settings, silent), lambda _: MET)
        sizes = {round(payload[2], 6) for payload in workers.draws()}
        assert (len(sizes) == 1) is kept


def test_once_gates_were_tried_divergences_are_left_to_the_gate():
    class Late(StandIn):
        """The third batch of two chains diverges altogether; the gates are tried from the second on."""

        def chain(self, count, step_size):
            made = super().chain(count, step_size)
            return replace(
                made, diverging=made.diverging | (count == SETTINGS.draws and len(self.draws()) == 8)
            )

    settings = replace(SETTINGS, unjudged=1, batches=6)
    workers = Late(stable=1.0)
    sampled, gates = sample(workers, settings, Stages(settings, silent), lambda so_far: None)
    assert gates is None
    assert sampled.z.shape[1] == 6 * SETTINGS.draws
    assert np.concatenate([chain.diverging for chain in sampled.chains]).sum() == 2 * SETTINGS.draws


def test_a_fit_that_never_stops_diverging_ends_and_says_so():
    sampled, _ = run(StandIn(stable=0.0), passes_after=20)
    assert np.concatenate([chain.diverging for chain in sampled.chains]).all()
