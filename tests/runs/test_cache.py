"""Cached work is whole or absent, and a key changes with each of its parts."""

import os

import pytest

from departures.runs import cache


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "kept"))


def write(text):
    return lambda folder: (folder / "made.txt").write_text(text, encoding="utf-8")


def test_what_is_kept_is_found_again():
    assert cache.find("fits", "k1") is None
    folder = cache.keep("fits", "k1", write("one"))
    assert cache.find("fits", "k1") == folder
    assert (folder / "made.txt").read_text(encoding="utf-8") == "one"
    assert cache.find("fits", "k2") is None
    assert cache.find("other", "k1") is None


def test_newer_work_replaces_older():
    cache.keep("fits", "k1", write("one"))
    folder = cache.keep("fits", "k1", write("two"))
    assert (folder / "made.txt").read_text(encoding="utf-8") == "two"
    assert [path.name for path in folder.parent.iterdir()] == ["k1"]


def test_work_that_breaks_off_leaves_nothing_and_harms_nothing():
    def breaks(folder):
        write("half")(folder)
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        cache.keep("fits", "k1", breaks)
    assert cache.find("fits", "k1") is None
    cache.keep("fits", "k1", write("one"))
    with pytest.raises(OSError, match="no space"):
        cache.keep("fits", "k1", breaks)
    folder = cache.find("fits", "k1")
    assert folder is not None
    assert (folder / "made.txt").read_text(encoding="utf-8") == "one"
    assert [path.name for path in folder.parent.iterdir()] == ["k1"]


def test_nothing_is_found_while_it_is_written():
    seen = []

    def looks(folder):
        write("one")(folder)
        seen.append(cache.find("fits", "k1"))

    cache.keep("fits", "k1", looks)
    assert seen == [None]


def test_a_key_changes_with_every_part_and_where_parts_end():
    keys = {
        cache.key_of("a", "b"),
        cache.key_of("a", "c"),
        cache.key_of("ab", ""),
        cache.key_of("a", "b", ""),
        cache.key_of("b", "a"),
    }
    assert len(keys) == 5
    assert cache.key_of("a", "b") == cache.key_of("a", "b")


def test_the_hash_of_code_follows_content_and_names(tmp_path):
    folder = tmp_path / "code"
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "one.py").write_text("x = 1\n", encoding="utf-8")
    first = cache.hash_of_code(folder)
    (folder / "notes.txt").write_text("no code", encoding="utf-8")
    assert cache.hash_of_code(folder) == first
    (folder / "inner" / "one.py").write_text("x = 2\n", encoding="utf-8")
    second = cache.hash_of_code(folder)
    (folder / "inner" / "one.py").rename(folder / "inner" / "two.py")
    assert len({first, second, cache.hash_of_code(folder)}) == 3
    alone = cache.hash_of_code(folder / "inner" / "two.py")
    (folder / "inner" / "two.py").write_text("x = 3\n", encoding="utf-8")
    assert cache.hash_of_code(folder / "inner" / "two.py") != alone  # a file by itself counts too


def test_of_kept_compilations_the_oldest_give_way():
    cache.prune_compiled()  # nothing there yet
    cache.compiled_folder().mkdir(parents=True)
    for age, name in enumerate(("newest", "middle", "oldest")):
        path = cache.compiled_folder() / name
        path.write_bytes(bytes(100))
        os.utime(path, (1_000 - age, 1_000 - age))
    cache.prune_compiled(room=250)
    assert sorted(path.name for path in cache.compiled_folder().iterdir()) == ["middle", "newest"]


def test_the_oldest_pieces_of_a_kind_give_way():
    cache.prune("drawings", 2)  # nothing there yet
    for age, key in enumerate(("new", "middle", "old")):
        folder = cache.keep("drawings", key, write(key))
        os.utime(folder, (1000 - age, 1000 - age))
    cache.keep("fits", "other", write("other"))
    cache.prune("drawings", 2)
    assert [cache.find("drawings", key) is not None for key in ("new", "middle", "old")] == [
        True,
        True,
        False,
    ]
    assert cache.find("fits", "other") is not None


def test_a_kind_is_empty_until_something_is_kept():
    assert cache.is_empty("fits")
    cache.keep("fits", "k1", write("one"))
    assert not cache.is_empty("fits")
    assert cache.is_empty("other")


def test_a_kill_between_the_old_and_the_new_brings_back_the_old(monkeypatch):
    from pathlib import Path

    cache.keep("fits", "k1", write("one"))
    rename = Path.rename

    def killed(self, target):
        if Path(target).name == "k1":
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", killed)
    with pytest.raises(KeyboardInterrupt):
        cache.keep("fits", "k1", write("two"))
    monkeypatch.setattr(Path, "rename", rename)
    assert (cache.find("fits", "k1") / "made.txt").read_text(encoding="utf-8") == "one"
