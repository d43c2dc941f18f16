"""A country where every household is known from the beginning, in plain Python: what happens to each is written down as
it happens. The slow truth for `families.kernel`, which makes only households that somebody has left.
"""

from dataclasses import dataclass, field

import numpy as np

from departures.families.households import FREE, HELD, HOME
from departures.families.kernel import (
    ARRIVED,
    ARRIVED_TO_KIN,
    AT_RISK,
    COUNTED,
    FOLLOWED,
    FREE_WITH_FAMILY,
    HOUSEHOLDS,
    IN_CONTACT,
    LEFT,
    MADE,
    PEOPLE,
    PUNISHED,
    REFUSED,
    SENT_MONEY,
    WATCHED,
    WATCHED_CLOSELY,
    WITH_FAMILY,
)


@dataclass
class Household:
    """One household; `traits` are its own numbers between 0 and 1, against which shares are held."""

    number: int
    home: int
    kin: int
    traits: dict
    until: float = -1.0
    known: bool = False
    free: int = 0
    gone: int = 0
    people: list = field(default_factory=list)

    def becomes(self, person, status):
        person["status"] = status
        self.free = sum(each["status"] == FREE for each in self.people)
        self.gone = sum(each["status"] != HOME for each in self.people)

    def is_under(self, trait, share, month):
        return self.known and self.traits[trait] < share and month < self.until


class Country:
    """So many households of each size, of which members leave as a list of moves says."""

    def __init__(self, households_by_size, facts, seed):
        self.facts, self.random = facts, np.random.default_rng(seed)
        self.households = [
            Household(
                0,
                size,
                int(self.random.poisson(facts.kin_outside)),
                {
                    name: self.random.random()
                    for name in ("watched", "closely", "refused", "punished", "contact")
                },
            )
            for size, count in enumerate(households_by_size, start=1)
            for _ in range(count)
        ]
        for number, each in enumerate(self.households):
            each.number = number
        self.homes = np.array([each.home for each in self.households], dtype=float)
        self.whole = np.ones(len(self.homes))
        self.met: list[Household] = []
        self.watched_before = 0.0
        self.where, self.drew, self.last = {}, False, None

    def run(self, moves):
        """What is counted of each year, [year, counted]."""
        told, at = np.zeros((len(self.facts.ends), COUNTED)), 0
        for year, end in enumerate(self.facts.ends):
            while at < len(moves.months) and moves.months[at] < end:
                self._moves(moves, at, told[year])
                at += 1
            self._count(told[year], end - 1)
            self.watched_before = told[year, WATCHED] / max(told[year, HOUSEHOLDS], 1)
        return told

    def _moves(self, moves, at, year):
        person, month, status = moves.people[at], moves.months[at], moves.statuses[at]
        if moves.first[at]:
            year[LEFT] += 1
            self.last = self._household(moves, at, year)
            self._leaves(self.last)
            self.where[person] = {"household": self.last, "status": HOME, "kin": self.drew}
            self.last.people.append(self.where[person])
        here = self.where[person]
        was, household = here["status"], here["household"]
        household.becomes(here, status)
        learnt = was == HOME and status != HOME and self.random.random() < self.facts.known
        if learnt or (status == HELD and was != HELD):
            household.known = True
            household.until = max(household.until, month + self.random.exponential(self.facts.watch_months))
        if moves.arrives[at] and was != status:
            year[ARRIVED] += 1
            here["kin"] = here["kin"] or household.free > 1
            year[ARRIVED_TO_KIN] += here["kin"]

    def _household(self, moves, at, year):
        """Whose member leaves: of the household of the one before, of one that kin draw, or anybody at home."""
        company = moves.same_party[at] and self.last is not None and self.last.home > 0
        if company and self.random.random() < self.facts.together:
            year[WITH_FAMILY] += 1
            year[FOLLOWED] += self.drew
            return self.last
        self.drew, month = False, moves.months[at]
        if moves.drawing[at] and self.random.random() < self.facts.drawn[month]:
            drawing = [each for each in self.met if each.free and self._contact(each, month)]
            if sum(each.home + each.kin for each in drawing):
                self.drew = True
                year[FOLLOWED] += 1
                found = drawing[self._one_of(np.array([each.home + each.kin for each in drawing]))]
                if self.random.random() * (found.home + found.kin) < found.home:
                    return found
                found.kin -= 1
                return self.households[self._one_of(self.homes * self.whole)]
        return self.households[self._one_of(self.homes)]

    def _one_of(self, weights):
        reached = np.cumsum(weights)
        return int(np.searchsorted(reached, self.random.random() * reached[-1], side="right"))

    def _leaves(self, household):
        if self.whole[household.number]:
            self.met.append(household)
        self.whole[household.number] = 0.0
        household.home -= 1
        self.homes[household.number] -= 1

    def _contact(self, household, month):
        share, lost, contact = self.watched_before, self.facts.withdrawal, self.facts.contact[month]
        if share < 1.0:
            others = min(contact * (1.0 - share * (1.0 - lost)) / (1.0 - share), 1.0)
            watched = household.is_under("watched", self.facts.watched, month)
            contact = contact * (1.0 - lost) if watched else others
        return household.traits["contact"] < contact

    def _count(self, year, month):
        facts = self.facts
        year[MADE] = len(self.met)
        counted = [each for each in self.met if each.gone and each.home]
        for each in counted:
            free = each.free
            watched = each.is_under("watched", facts.watched, month)
            refused = each.is_under("refused", facts.refused, month)
            contact = free > 0 and self._contact(each, month)
            year[HOUSEHOLDS] += 1
            year[PEOPLE] += each.home
            year[WATCHED] += watched
            year[WATCHED_CLOSELY] += watched and each.traits["closely"] < facts.closely
            year[REFUSED] += refused
            year[PUNISHED] += each.known and each.traits["punished"] < facts.punished
            year[IN_CONTACT] += contact
            year[SENT_MONEY] += contact and self.random.random() < facts.money
            year[FREE_WITH_FAMILY] += free
            year[AT_RISK] += free * (watched or refused)
