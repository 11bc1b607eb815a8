"""The command line: verbs only. Each parses, calls a room and prints what it returns."""

from goodoffices.cli.app import app, main

__all__ = ["app", "main"]
