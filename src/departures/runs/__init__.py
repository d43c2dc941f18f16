"""Where packs lie and where long work is kept, so that nothing is computed twice or lost halfway."""
