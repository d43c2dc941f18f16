"""What Numba has compiled is kept between processes; this tells when it is out of date."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path


def hash_of(folder: Path, *parts: str) -> int:
    """A number that changes with these files. Numba keeps what it compiled beside a file, but notices only changes of
    that one; so the hash of all others that go in is a constant in its entry points.
    """
    digest = sha256(b"".join((folder / part).read_bytes() for part in parts))
    return int.from_bytes(digest.digest()[:6], "big")
