"""The README says what was measured, and no more."""

from __future__ import annotations

from bench.speak import README, rendered


def test_the_table_is_made_from_the_results() -> None:
    readme = README.read_text("utf-8")
    assert rendered(readme) == readme, "run `python -m bench.speak --render`"
