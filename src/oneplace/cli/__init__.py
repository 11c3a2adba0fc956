"""The command line: a module a group of commands, and what they print in one place."""

from oneplace.cli.commands import app, main

__all__ = ["app", "main"]
