"""The vocabulary of a declaration: states, transitions, entries, consequences, signals, latents, drivers, cells.

Importing it sets JAX to float64: gradients are compared with finite differences to a millionth, conservation to a
billionth, and the compiled recurrence computes in float64; in float32 these comparisons would drown in rounding.
"""

import jax

jax.config.update("jax_enable_x64", True)
