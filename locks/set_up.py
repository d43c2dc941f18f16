"""Sets up .venv from a lock: `python3 locks/set_up.py runtime|test`; the Makefile calls it first.

It runs on whatever `python3` is there, so it uses nothing outside the standard library and no syntax that an
old Python would stumble over before it could say that it is too old. Where packages come from is the user's
own setting (pip's configuration and environment): nothing here names or changes it.
"""

import hashlib
import pathlib
import subprocess
import sys
import time

OLDEST = (3, 11)
ROOT = pathlib.Path(__file__).absolute().parent.parent
FOLDER = ROOT / ".venv"
STAMP = FOLDER / "departures-stamp"
# What is set up, and what each set includes: the test lock holds everything that the runtime lock holds.
SUFFICIENT = {"runtime": ("runtime", "test"), "test": ("test",)}


def main(arguments):
    """Bring .venv up to the named lock; return the exit code."""
    if sys.version_info < OLDEST:
        found = ".".join(str(part) for part in sys.version_info[:3])
        print(
            "departures needs Python 3.11 or newer, and `%s` is %s. Install a newer one, or name it: "
            "make report PYTHON=python3.12" % (pathlib.Path(sys.executable).name, found),
            file=sys.stderr,
        )
        return 2
    if len(arguments) != 1 or arguments[0] not in SUFFICIENT:
        print("usage: python3 locks/set_up.py runtime|test", file=sys.stderr)
        return 2
    wanted = arguments[0]
    stamp = read(STAMP)
    if stamp in [key(name) for name in SUFFICIENT[wanted]]:
        return 0
    # Adding the test tools to a sound runtime set is quick; anything else starts from an empty environment.
    sound = wanted == "test" and stamp == key("runtime")
    try:
        build(wanted, from_scratch=not sound)
    except subprocess.CalledProcessError as failure:
        return explain(failure)
    return 0


def key(name):
    """Return what must not have changed: the lock, the package's own settings and the interpreter."""
    digest = hashlib.sha256()
    for path in ("locks/" + name + ".txt", "pyproject.toml"):
        digest.update((ROOT / path).read_bytes())
    digest.update((sys.version + sys.base_prefix + str(FOLDER)).encode())
    return name + " " + digest.hexdigest()


def read(path):
    """Return the text of a file, or nothing when it is not there."""
    try:
        return path.read_text().strip()
    except OSError:
        return ""


def build(name, from_scratch):
    """Make the environment; the stamp goes first and comes last, so that a killed set-up starts again."""
    began = time.monotonic()
    print("Setting up .venv from locks/%s.txt (once; about a gigabyte) ..." % name, flush=True)
    if STAMP.exists():
        STAMP.unlink()
    if from_scratch:
        run([sys.executable, "-m", "venv", "--clear", str(FOLDER)])
    python = str(FOLDER / "bin" / "python")
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    lock = str(ROOT / "locks" / (name + ".txt"))
    run([*install, "--require-hashes", "--only-binary", ":all:", "-r", lock])
    # Hatchling, which builds the package, came with the lock: nothing more is fetched.
    run([*install, "--no-build-isolation", "--no-deps", "--editable", str(ROOT)])
    # Compiled now, once, rather than in the first fit.
    run(
        [
            python,
            "-c",
            "import departures.engines.recurrence_calls, departures.native.affine, departures.native.sums",
        ]
    )
    STAMP.write_text(key(name) + "\n")
    print("Set up in %.0f s." % (time.monotonic() - began), flush=True)


def run(command):
    """Run one command in the checkout; its own words reach the user."""
    subprocess.run(command, cwd=str(ROOT), check=True)


def explain(failure):
    """Say in one sentence which step failed and what to look at."""
    if "venv" in failure.cmd:
        remedy = "python3 cannot make virtual environments: install its venv package (Debian: python3-venv)"
    elif "-c" in failure.cmd:
        remedy = "the model's kernel could not be compiled (see the message above)"
    else:
        remedy = "pip could not install the lock (see its message above): is a package index reachable?"
    print("Set-up stopped: " + remedy + ". Nothing is half done: run make again.", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
