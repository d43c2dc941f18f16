"""The toy form in Starsim: `python starsim_toy.py PEOPLE MONTHS` prints person-steps per second as JSON."""

import sys
import time
from pathlib import Path

import numpy as np
import starsim as ss

sys.path.insert(0, str(Path(__file__).parents[1]))
import toy

CHANCES, FIRST = toy.leaves()


class Toy(ss.Module):
    """Cells and states of all people, as arrays."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.define_states(ss.IntArr("cell"), ss.IntArr("state"))
        self.draw = ss.random(name="leaves")
        self.which = ss.random(name="which")

    def init_post(self):
        """Everybody begins at home."""
        super().init_post()
        everybody = self.sim.people.auids
        self.cell[everybody] = np.arange(len(everybody)) % toy.CELLS
        self.state[everybody] = toy.HOME

    def step(self):
        """A month passes for everybody."""
        everybody = self.sim.people.auids
        cell, state = self.cell.values, self.state.values
        leaving = self.draw.rvs(everybody) < CHANCES[cell, state]
        who = everybody[leaving]
        first = self.which.rvs(who) < FIRST[cell[leaving], state[leaving]]
        self.state[who] = toy.TARGETS[state[leaving], np.where(first, 0, 1)]


people, months = (int(argument) for argument in sys.argv[1:3])
simulation = ss.Sim(
    n_agents=people,
    modules=Toy(),
    start="2000-01-01",
    dur=ss.months(months),
    dt=ss.month,
    rand_seed=1,
    verbose=0,
)
simulation.init()
started = time.perf_counter()
simulation.run()
seconds = time.perf_counter() - started
print(toy.told(ss.__version__, people, months, seconds))
