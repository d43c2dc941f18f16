"""Does the method know what it claims to know? Worlds are made up, fitted, and held against what was put in."""
