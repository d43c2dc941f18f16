"""Country packs: read, checked, trusted, and put together into a problem that inference can consume."""
