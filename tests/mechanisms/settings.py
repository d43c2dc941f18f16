"""Settings of every form, as a pack would write them, and the evaluation of what they turn into."""

from datetime import date

import numpy as np

from departures.mechanisms.form import PriorSetting
from departures.quantities import Months

MONTHS = Months(date(2000, 1, 1), date(2002, 12, 1))
CELL = {"female": np.array([1.0, 0.0])}


def prior(kind="half_normal", center=0.0, spread=1.0):
    return PriorSetting(prior=kind, center=center, spread=spread, source="judgement: invented for a test")


RATE = prior("log_normal", 0.01, 0.5)
SHARE = prior("logit_normal", 0.4, 0.5)
PATH = {
    "dates": (date(2000, 1, 1), date(2001, 1, 1), date(2002, 1, 1)),
    "step": 0.3,
    "source": "judgement: a test",
}

SETTINGS = {
    "barrier": {"name": "fence", "on": ("crossing",), "driver": "fence", "effect": prior()},
    "push": {"name": "hunger", "on": ("crossing",), "driver": "famine", "effect": prior()},
    "exposure": {"name": "news", "on": ("crossing",), "driver": "radio", "effect": prior(), "fade": 0.1},
    "deterrence": {
        "name": "fear", "on": ("crossing",), "events": ("arrest",), "home": "home", "effect": prior(), "fade": 0.05,
    },
    "kin_pull": {
        "name": "kin", "on": ("crossing",), "events": ("last_leg",), "home": "home", "effect": prior(), "fade": 0.05,
    },
    "leaving": {
        "name": "crossing", "source": "home", "target": "hiding", "rate": RATE, "path": PATH,
        "female": prior("normal", 0.5, 0.5), "female_path": PATH, "taken_target": "held", "taken_share": SHARE,
        "party_mean": 1.5, "party_variance": 1.0,
    },
    "steady_passage": {"name": "back", "source": "hiding", "target": "home", "rate": RATE},
    "captivity": {
        "name": "captivity", "hiding": "hiding", "captive": "held", "rooted": "settled", "sold": RATE,
        "settles": RATE, "rooted_assign": {"way": "taken"},
    },
    "dispatch_and_rotation": {
        "name": "dispatch", "home": "home", "at_work": "site", "fled": "off_site", "sent_driver": "sent",
        "rotation_driver": "rotation", "stranded_driver": "stranded", "scale": prior("log_normal", 1.0, 0.2),
        "women_share": SHARE, "flight": RATE, "stranded_effect": prior(), "party_mean": 2.5, "party_variance": 4.0,
    },
    "return_and_reattempt": {
        "name": "return", "arrests": ({"source": "hiding", "relative": 1.0}, {"source": "held", "relative": 0.25}),
        "arrest": RATE, "custody": "custody", "punished": "punished", "returned": "returned", "away": "hiding",
        "handed_over": RATE, "released": RATE, "again": RATE, "dead": "dead", "dies": RATE,
    },
    "transit_with_gates": {
        "name": "onward", "transit": "travelling", "arrived": "arrived", "last_leg": RATE, "stages": 2,
        "ways": (
            {"source": "hiding", "rate": RATE, "assign": {"way": "own"}},
            {"source": "off_site", "rate": RATE},
        ),
        "gate": PATH, "season": prior("normal", 0.0, 0.3), "scope_level": "way=sent",
        "scope": prior("uniform", 0.0, 1.0),
    },
    "registration": {"name": "elsewhere", "transit": "travelling", "elsewhere": "abroad", "rate": RATE},
    "starting_stock": {"name": "people", "state": "home", "persons": prior("log_normal", 1000.0, 0.5), "women": 0.6},
}  # fmt: skip


def made(kind, **changes):
    """A form with the settings above and some changes."""
    from departures.mechanisms.forms import FORMS

    return FORMS[kind].model_validate({**SETTINGS[kind], **changes})


def values(parts, **given):
    """Parameters at the centre of their priors, or as given."""
    centre = {
        item.name: np.asarray(item.prior.transform(np.zeros(()))) if item.size == 1 else np.zeros(item.size)
        for item in parts.parameters
    }
    return {**centre, **given}


def drivers(parts, **given):
    """Drivers of the parts with a cell axis, [month, 1]; those given are constant."""
    own = {item.name: item.now() for item in parts.drivers}
    return {**own, **{name: np.full((MONTHS.count, 1), value) for name, value in given.items()}}


def by_name(items):
    return {item.name: item for item in items}
