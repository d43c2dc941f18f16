"""The households of those who leave, and what a departure does to them: people, one by one, in runs of the engine."""
