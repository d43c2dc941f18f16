"""Runs the command line: `python -m departures.command_line`."""

from departures.command_line.main import main

if __name__ == "__main__":
    main()
