"""How forecasts made in the past, from what was public then, would have fared."""
