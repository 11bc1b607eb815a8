"""``python -m goodoffices`` and the command ``goodoffices``."""

from __future__ import annotations

from goodoffices.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
