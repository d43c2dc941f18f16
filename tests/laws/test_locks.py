"""Locks say which files are meant, by hash, and never where they come from."""

import re
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = sorted((ROOT / "locks").glob("*.txt"))
# Split, so that this file does not hold what it looks for.
INDEX_HOSTS = [
    "py" + "pi.org",
    "pythonhosted" + ".org",
    "conda" + ".anaconda",
    "--index" + "-url",
    "--find" + "-links",
]
READ_BY_PEOPLE = [
    path
    for pattern in (
        "Makefile",
        "*.md",
        "*.toml",
        ".ci/*",
        "locks/*",
        "docs/**/*",
        "decisions/*",
        "src/**/*",
        "examples/*",
    )
    for path in sorted(ROOT.glob(pattern))
    if path.is_file() and path.suffix not in {".pyc"}
]


def requirements(lock: Path) -> dict[str, tuple[str, list[str]]]:
    """Read a lock as name → (version, hashes)."""
    joined = lock.read_text(encoding="utf-8").replace("\\\n", " ")
    entries = {}
    for line in joined.splitlines():
        found = re.match(r"([a-z0-9._-]+)==(\S+)", line)
        if found:
            entries[found[1]] = (found[2], re.findall(r"--hash=(\S+)", line))
    return entries


def test_all_locks_are_there() -> None:
    assert [lock.name for lock in LOCKS] == ["peers.txt", "runtime.txt", "test.txt"]


@pytest.mark.parametrize("path", sorted((ROOT / "locks").glob("*.*")), ids=lambda path: path.name)
def test_locks_name_no_address(path: Path) -> None:
    assert "://" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", READ_BY_PEOPLE, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_names_a_package_index(path: Path) -> None:
    text = path.read_text(encoding="utf-8", errors="replace")
    assert [host for host in INDEX_HOSTS if host in text] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_requirement_is_pinned_by_sha256(lock: Path) -> None:
    pinned = requirements(lock)
    assert len(pinned) > 40
    for name, (_, hashes) in pinned.items():
        assert hashes, name
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", found) for found in hashes), name


def test_the_test_lock_holds_all_that_the_runtime_lock_holds() -> None:
    runtime, test = (requirements(ROOT / "locks" / name) for name in ("runtime.txt", "test.txt"))
    assert {name: version for name, (version, _) in runtime.items()}.items() <= {
        name: version for name, (version, _) in test.items()
    }.items()


def test_the_runtime_lock_holds_what_the_package_declares() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        settings = tomllib.load(file)
    declared = settings["project"]["dependencies"] + settings["build-system"]["requires"]
    names = {re.split(r"[\[=<>~! ]", line)[0] for line in declared}
    assert names <= requirements(ROOT / "locks" / "runtime.txt").keys()


def test_an_old_python_gets_one_clear_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    scope: dict[str, object] = {"__name__": "set_up", "__file__": str(ROOT / "locks" / "set_up.py")}
    exec(compile((ROOT / "locks" / "set_up.py").read_text(), "set_up.py", "exec"), scope)  # it is no package
    monkeypatch.setattr(sys, "version_info", (3, 9, 6))
    assert scope["main"](["runtime"]) == 2  # type: ignore[operator]
    said = capsys.readouterr().err
    assert "needs Python 3.11 or newer" in said
    assert "3.9.6" in said
    assert said.count("\n") == 1
