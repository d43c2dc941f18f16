"""Commands that cannot go on end with one line: stopped, out of memory, or without room on the disk."""

import errno
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

import numba
import pytest

import departures.study as studies
from country.packs import run
from departures.command_line import endings
from departures.native.compiling import told_when_compiling

ASKED = ("simulate", "--country", "veldran", "--explanation", "no_kin", "--replicates", 2)


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (KeyboardInterrupt(), 130, "Stopped"),
        (MemoryError(), 2, "too little memory"),
        (OSError(errno.ENOSPC, "No space left on device"), 2, "no room to write (No space left on device)"),
        (OSError("Can't write data (file write failed: time = now)"), 2, "no room to write"),
    ],
)
def test_one_clear_line(monkeypatch, capsys, tmp_path, error, code, told) -> None:
    def fails(*_, **__):
        raise error

    monkeypatch.setattr(studies, "cached_fit", fails)
    found, out, said = run(monkeypatch, capsys, *ASKED, "--folder", tmp_path / "out")
    assert (found, out) == (code, "")
    last = said.strip().splitlines()[-1]
    assert told in last
    assert "Traceback" not in said
    assert not (tmp_path / "out").exists()


def test_other_errors_of_the_system_are_not_hidden(monkeypatch, capsys, tmp_path) -> None:
    def fails(*_, **__):
        raise FileNotFoundError("no such file: something of ours is wrong")

    monkeypatch.setattr(studies, "cached_fit", fails)
    with pytest.raises(FileNotFoundError):
        run(monkeypatch, capsys, *ASKED, "--folder", tmp_path / "out")


def test_ctrl_c_ends_a_real_process_with_one_line(tmp_path) -> None:
    """Stopped in the midst of a fit: libraries are loaded (some swallow a Ctrl-C meanwhile), and workers at work."""
    command = [sys.executable, "-m", "departures.command_line", "fit", "--country", "veldran"]
    environment = {**os.environ, "DEPARTURES_CACHE": str(tmp_path / "cache")}
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env=environment, cwd=tmp_path
    ) as process:
        try:
            assert process.stderr is not None
            assert any("mode and curvature" in line for line in process.stderr)
            process.send_signal(signal.SIGINT)
            said = process.communicate(timeout=60)[1]
        finally:
            process.kill()
    assert process.returncode == 130
    assert said.strip().splitlines()[-1].startswith("Stopped")
    assert "Traceback" not in said


def _swallows_some() -> None:
    with endings.heard_again():
        for _ in range(3):
            with suppress(KeyboardInterrupt):
                signal.raise_signal(signal.SIGINT)
        time.sleep(60.0)


def test_a_ctrl_c_that_a_library_swallows_is_raised_again(monkeypatch) -> None:
    monkeypatch.setattr(endings, "AGAIN", 0.1)
    before = [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGALRM)]
    with pytest.raises(KeyboardInterrupt):
        _swallows_some()
    assert [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGALRM)] == before
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0.0


def test_compiling_is_told_once_and_not_where_nothing_is_compiled() -> None:
    told = []

    @numba.njit
    def doubled(value):
        return 2 * value

    with told_when_compiling(lambda: told.append("compiling")):
        assert doubled(2) == 4
        assert doubled(2.0) == 4.0
    assert told == ["compiling"]
    with told_when_compiling(lambda: told.append("again")):
        assert doubled(3) == 6
    assert told == ["compiling"]
