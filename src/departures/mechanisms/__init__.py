"""Country-neutral forms: they know no number and no source until a pack binds them."""
