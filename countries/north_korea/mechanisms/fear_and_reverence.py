"""Fear and reverence: what people think, what they fear, and what they believe that others think.

Claim: reverence is taught and watched over, from the portraits that every home must keep to the punishment of whoever
fails them. Word from outside wears the private view away, and laws since 2014 punish it with death. Nobody sees what
others think in private, only what they dare to show: so belief in the support of others stays high while the private
view turns, and the gap between the two is how power holds without revolt. All who were asked had left, so level and
trend are those of leavers.
"""

import jax.numpy as jnp

from departures.mechanisms.affine_path import affine_path
from departures.mechanisms.form import PriorSetting
from departures.model.latent import Latent
from departures.model.room import Parts, Room, Shown
from departures.model.transition import Factor

SOURCES = ("MOU24", "IPUS13", "IPUS16", "PIIE16", "IM12", "LAW20", "LAW23", "LAW24", "REL20J")
CROSSING = ("crossing", "crossing_taken")
OTHER_WAYS = ("dispatch_flight", "straight")

START = PriorSetting(
    prior="logit_normal", center=0.5, spread=1.0,
    source="judgement: what people thought in private in the 1990s is left open, from one in eight to seven in eight",
)  # fmt: skip
EROSION = PriorSetting(
    prior="log_normal", center=0.01, spread=0.6,
    source="judgement: where everybody hears from outside, views turn within some ten years",
)  # fmt: skip
TAUGHT = PriorSetting(
    prior="log_normal", center=0.008, spread=0.6,
    source="judgement: schooling, study sessions and the duties of reverence win back about as many",
)  # fmt: skip
FEAR_FADES = PriorSetting(
    prior="log_normal",
    center=0.05,
    spread=0.5,
    source="judgement: the fear of a new law builds up within two years",
)
SLOW = PriorSetting(
    prior="log_normal", center=0.02, spread=0.6,
    source="judgement: what people believe of others follows what they see with years of delay",
)  # fmt: skip
VIEW = PriorSetting(
    prior="half_normal", spread=1.5,
    source="judgement: had all turned against the rule, several times as many might leave, or no more at all",
)  # fmt: skip
FEAR = PriorSetting(
    prior="half_normal",
    spread=0.7,
    source="judgement: fear may hold back nobody or half of those who would leave",
)


def room(context):
    """Three latents, and two factors on crossing: the private view draws out, fear holds back.

    A third factor carries both to flights of workers and to those who come straight; only the explanation
    *willingness* keeps it.
    """
    priors = (
        (START, "private_view_start", "share"), (EROSION, "private_view_erosion", "per month where all hear"),
        (TAUGHT, "reverence_taught", "per month"), (FEAR_FADES, "fear_fades", "per month"),
        (SLOW, "belief_follows", "per month"), (VIEW, "private_view_effect", "log rise per share that turns"),
        (FEAR, "fear_effect", "log reduction at fear 1"),
    )  # fmt: skip
    return Room(
        name="fear_and_reverence",
        title="Fear and reverence",
        claim="Private views have turned among those who left; belief about others has not.",
        sources=SOURCES,
        parts=Parts(
            parameters=tuple(prior.parameter(name, unit) for prior, name, unit in priors),
            latents=(
                Latent("private_view", "share who think ill of the rule", _private_view),
                Latent("fear", "0 to 1", _fear),
                Latent(
                    "believed_support", "share who believe that most stand by the leader", _believed_support
                ),
            ),
            factors=(
                Factor("private_view", CROSSING, _drawn_out),
                Factor("fear", CROSSING, _held_back),
                Factor("willingness_elsewhere", OTHER_WAYS, _willing),
            ),
        ),
        shows=(Shown("crossings", (("year", "2024"),), "lower"),),
    )


def _private_view(parameters, drivers, latents):
    """Word from outside turns those who have not turned; teaching turns some back."""
    turned = parameters["private_view_erosion"] * drivers["word_from_outside"]
    return affine_path(
        1.0 - turned - parameters["reverence_taught"], turned, parameters["private_view_start"]
    )


def _fear(parameters, drivers, latents):
    """Fear follows the laws."""
    fades = parameters["fear_fades"]
    return affine_path(1.0 - fades, fades * drivers["punishing_laws"], 0.0)


def _believed_support(parameters, drivers, latents):
    """Belief follows what is shown: whoever thinks ill and is afraid shows nothing."""
    shown = latents["private_view"] * (1.0 - latents["fear"])
    slow = parameters["belief_follows"]
    return affine_path(1.0 - slow, slow * (1.0 - shown), 1.0 - parameters["private_view_start"])


def _drawn_out(parameters, drivers_now, cell, signals):
    turned = signals["private_view"] - parameters["private_view_start"]
    return jnp.exp(parameters["private_view_effect"] * turned)


def _held_back(parameters, drivers_now, cell, signals):
    return jnp.exp(-parameters["fear_effect"] * signals["fear"])


def _willing(parameters, drivers_now, cell, signals):
    return _drawn_out(parameters, drivers_now, cell, signals) * _held_back(
        parameters, drivers_now, cell, signals
    )
