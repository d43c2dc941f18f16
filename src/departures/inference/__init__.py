"""From a problem to a fit that passed its gates, or to a refusal that says which gate it failed."""
