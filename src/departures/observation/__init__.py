"""From flows to published figures: what is observed, and what the model expects there."""
