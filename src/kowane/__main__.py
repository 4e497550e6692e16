"""`python -m kowane`: the same as the `kowane` command."""

from __future__ import annotations

from kowane.cli import main

main()
