"""The command line. Each group of commands is one module; heavy imports wait until a command runs."""

from departures.command_line.main import application, main

__all__ = ["application", "main"]
