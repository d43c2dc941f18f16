"""The toy form in Mesa: `python mesa_toy.py PEOPLE MONTHS` prints person-steps per second as JSON."""

import sys
import time
from pathlib import Path

import mesa

sys.path.insert(0, str(Path(__file__).parents[1]))
import toy

CHANCES, FIRST = (part.tolist() for part in toy.leaves())
TARGETS = toy.TARGETS.tolist()


class Person(mesa.Agent):
    """Somebody with a cell and a state."""

    def __init__(self, model, cell):
        super().__init__(model)
        self.cell, self.state = cell, toy.HOME

    def step(self):
        """A month passes."""
        if self.random.random() < CHANCES[self.cell][self.state]:
            by_first = self.random.random() < FIRST[self.cell][self.state]
            self.state = TARGETS[self.state][0 if by_first else 1]


class Country(mesa.Model):
    """All people."""

    def __init__(self, people):
        super().__init__(seed=1)
        for number in range(people):
            Person(self, number % toy.CELLS)

    def step(self):
        """A month passes for everybody."""
        self.agents.do("step")


people, months = (int(argument) for argument in sys.argv[1:3])
country = Country(people)
started = time.perf_counter()
for _ in range(months):
    country.step()
seconds = time.perf_counter() - started
print(toy.told(mesa.__version__, people, months, seconds))
