"""The engine of individuals once more, as simple as can be: everybody stands in a list, and every clock is made.

It takes the same keys, and shares with the engine only how keys become numbers. All people without a row of a
compartment draw all their ranks, the shuffle is a list, clocks run down sub-step by sub-step, and parties are lists.
"""

from dataclasses import dataclass, field

import numba
import numpy as np

from departures.engines import individual_keys as keys
from departures.engines.individual_parties import chance_full, party_size
from departures.engines.population_calls import chances_of
from departures.engines.population_shape import declared_parties, laws_of
from departures.model.party import PartyKind


@numba.njit
def number(key, word):
    return keys.exponential(keys.keyed(key, word))


@numba.njit
def exponentials(key, count):
    return np.array([number(key, word) for word in range(count)])


@numba.njit
def full_shuffle(key, people):
    members = np.arange(people)
    for rank in range(people):
        there = rank + np.int64(keys.uniform(keys.keyed(key, rank)) * (people - rank))
        members[rank], members[there] = members[there], members[rank]
    return members


@numba.njit
def chain(key, words):
    for word in words:
        key = keys.keyed(key, word)
    return key


def keyed(key, *words):
    return np.uint64(chain(np.uint64(key), np.array([np.uint64(int(word) % 2**64) for word in words])))


@dataclass(eq=False)
class Person:
    place: int
    identity: int = 0
    episode: int = 0
    clocks: dict = field(default_factory=dict)


@dataclass
class Party:
    exit: int
    left: float
    members: list
    is_open: bool = True


class Oracle:
    """One run of an engine without signals and consequences; `first` are its people [cell, compartment]."""

    def __init__(self, engine, parameters, first, seed):
        facts = engine.facts(parameters)
        self.exits, self.words, self.steps = engine.exits, engine.words, engine.substeps
        self.hazards, self.entries = facts.hazards, facts.entries
        self.leaves = chances_of(facts.hazards, engine.exits, engine.substeps)[2]
        self.laws = laws_of(declared_parties(engine.graph))
        self.run = np.uint64(keys.beginning(seed, 0))
        self.cells, self.places = first.shape
        self.pools = [
            [[Person(s) for _ in range(self.whole(first[c, s], c, s))] for s in range(self.places)]
            for c in range(self.cells)
        ]
        self.with_row = [[] for _ in range(self.cells)]
        self.parties = [[] for _ in range(self.cells)]
        self.moves = set()
        self.flows = np.zeros((len(self.hazards), self.cells, self.hazards.shape[2]), dtype=int)

    def whole(self, people, c, s):
        return max(keys.whole(keyed(self.run, keys.ROUNDED, self.words.places[s], c), people), 0)

    def key(self, what, step, c, word):
        return keyed(self.run, what, step, c, word)

    def ways(self, s):
        return range(self.exits.starts[s], self.exits.starts[s + 1])

    def alone(self, e):
        return self.laws.kinds[self.exits.edges[e]] == PartyKind.ALONE

    def stocks(self):
        return np.array([
            [len(self.pools[c][s]) + sum(p.place == s for p in self.with_row[c]) for s in range(self.places)]
            for c in range(self.cells)
        ])  # fmt: skip

    def ranks(self, key, people, hazard):
        """For each of so many people when they are due (as a share of the step), and who they are then."""
        passed = np.cumsum(exponentials(keyed(key, keys.RANK), people) / (people - np.arange(people)))
        members = full_shuffle(keyed(key, keys.PICK), people)
        return [
            (passed[r] / hazard, members[r], keyed(key, keys.PERSON, r))
            for r in range(people)
            if passed[r] <= hazard
        ]

    def in_parties(self, key, people, hazard, edge):
        few = people < self.laws.many[edge]
        mean = people / self.laws.means[edge]
        count = people if few else keys.whole(keyed(key, keys.ROUNDED), mean)
        clocks = exponentials(keyed(key, keys.PARTY if few else keys.RANK), count)
        if not few:
            clocks = np.cumsum(clocks / (count - np.arange(count)))
        members, taken, due = full_shuffle(keyed(key, keys.PICK), people), 0, []
        for party in range(count):
            size = min(party_size(keyed(key, keys.SIZE, party), self.laws, edge), people - taken)
            if clocks[party] <= hazard:
                who = range(taken, taken + size)
                due += [(clocks[party] / hazard, members[i], keyed(key, keys.PERSON, i)) for i in who]
            taken += size
        return due

    def due_of_pool(self, c, step, length, what, pools, parties):
        due = []
        for s, pool in enumerate(pools):
            for e in self.ways(s):
                hazard = length * self.hazards[step // self.steps, c, self.exits.edges[e]]
                if not pool or hazard <= 0.0:
                    continue
                key = keyed(self.key(what, step, c, self.words.places[s]), self.words.exits[e])
                if parties and not self.alone(e):
                    found = self.in_parties(key, len(pool), hazard, self.exits.edges[e])
                else:
                    found = self.ranks(key, len(pool), hazard)
                due += [(when, int(identity), pool[member], e) for when, member, identity in found]
        return due

    def due_with_row(self, c, hazards):
        due = []
        for person in self.with_row[c]:
            for e, clock in person.clocks.items():
                if clock <= hazards[e]:
                    due.append((clock / hazards[e], person.identity, person, e))
        for party in self.parties[c]:
            if party.left <= hazards[party.exit]:
                still = [p for p, episode in party.members if p.episode == episode]
                due += [(party.left / hazards[party.exit], p.identity, p, party.exit) for p in still]
                party.is_open = False
        for person in self.with_row[c]:
            person.clocks = {e: clock - hazards[e] for e, clock in person.clocks.items()}
        for party in self.parties[c]:
            party.left -= hazards[party.exit]
        self.parties[c] = [party for party in self.parties[c] if party.left > 0.0]
        return due

    def step(self, step):
        month = step // self.steps
        for c in range(self.cells):
            hazards = self.hazards[month, c, self.exits.edges] / self.steps
            entering, going = self.entered(c, step)
            pools = [list(pool) for pool in self.pools[c]]
            due = self.due_of_pool(c, step, 1.0 / self.steps, keys.LEFT, pools, True)
            due += self.due_with_row(c, hazards)
            newcomers, without = self.moved(c, step, due)
            for person in without:
                entering[person.place].append(person)
            for person in newcomers:
                self.newcomer(c, step, person, hazards)
            due = self.due_of_pool(c, step, 0.5 / self.steps, keys.ENTERED, entering, False)
            for s in range(self.places):
                self.pools[c][s] += entering[s]
            newcomers, without = self.moved(c, step, due)
            for person in without:
                self.pools[c][person.place].append(person)
            for person in newcomers:
                self.settle(c, person, 0.0, hazards)
            for s in range(self.places):
                self.away(c, s, going[s])

    def entered(self, c, step):
        entering, going = [[] for _ in range(self.places)], [0] * self.places
        for s in range(self.places):
            persons = self.entries[step // self.steps, c, s]
            if persons == 0.0:
                continue
            count = keys.whole(self.key(keys.ROUNDED, step, c, self.words.places[s]), persons / self.steps)
            if count >= 0:
                entering[s] = [Person(s) for _ in range(count)]
                continue
            key = self.key(keys.GONE, step, c, self.words.places[s])
            odds = 1.0 / (2.0 - self.leaves[step // self.steps, c, s])
            before = sum(keys.uniform(keyed(key, each)) < odds for each in range(-count))
            self.away(c, s, before)
            going[s] = -count - before
        return entering, going

    def away(self, c, s, count):
        """People without a row go away; in the places of which the tests take people, nobody has one."""
        for _ in range(count):
            assert not any(person.place == s for person in self.with_row[c])
            self.pools[c][s].pop()

    def moved(self, c, step, due):
        newcomers, without, gone = [], [], set()
        for _, identity, person, e in sorted(due, key=lambda each: each[:2]):
            s = int(np.searchsorted(self.exits.starts, e, side="right") - 1)
            if id(person) in gone:
                continue
            gone.add(id(person))
            self.flows[step // self.steps, c, self.exits.edges[e]] += 1
            if person.identity == 0:
                if person in self.pools[c][s]:  # those who enter are not yet
                    self.pools[c][s].remove(person)
                if not self.words.departs[e]:
                    person.place = self.exits.targets[e]
                    without.append(person)
                    continue
                person.identity = identity
                self.with_row[c].append(person)
            self.goes(step, person, e)
            newcomers.append(person)
        return newcomers, without

    def goes(self, step, person, e):
        self.moves.add((step, person.identity, person.episode, int(self.exits.edges[e])))
        person.place, person.clocks = self.exits.targets[e], {}
        person.episode += 1

    def clock(self, person, e):
        key = keyed(person.identity, keys.CLOCK, person.episode)
        return number(key, self.words.exits[e])

    def newcomer(self, c, step, person, hazards):
        clocks = {
            e: self.clock(person, e) / (0.5 * hazards[e]) for e in self.ways(person.place) if hazards[e] > 0.0
        }
        soonest = min(clocks, key=clocks.get, default=None)
        if soonest is None or clocks[soonest] > 1.0:
            self.settle(c, person, 0.5, hazards)
            return
        self.flows[step // self.steps, c, self.exits.edges[soonest]] += 1
        self.goes(step, person, soonest)
        self.settle(c, person, 0.0, hazards)

    def settle(self, c, person, share, hazards):
        for e in self.ways(person.place):
            if self.alone(e):
                person.clocks[e] = self.clock(person, e) - share * hazards[e]
                continue
            edge, word = self.exits.edges[e], self.words.exits[e]
            party = next((p for p in self.parties[c] if p.exit == e and p.is_open), None)
            if party is not None:
                found = keys.uniform(keyed(person.identity, keys.SIZE, person.episode, word))
                party.is_open = found >= chance_full(self.laws, edge, len(party.members))
            if party is None or not party.is_open:
                begun = keyed(person.identity, keys.PARTY, person.episode, word)
                party = Party(e, number(begun, keys.PARTY), [])
                self.parties[c].append(party)
            party.members.append((person, person.episode))
