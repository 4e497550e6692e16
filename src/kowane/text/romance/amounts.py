"""The rules for quantities of every kind, in the order in which they must run."""

from __future__ import annotations

from kowane.text.romance import fractions, measures, money, numbers, relations
from kowane.text.romance.grammar import Grammar
from kowane.text.ruleset import Rule


def rules(grammar: Grammar) -> tuple[Rule, ...]:
    """What is longer or more certain comes first."""
    return (
        *relations.ranges(grammar),
        *money.money(grammar),
        *relations.products(grammar),
        *relations.ratios(grammar),
        *fractions.halves(grammar),
        *measures.primes(grammar),
        *numbers.ordinals(grammar),
        *measures.measures(grammar),
        *fractions.fractions(grammar),
        *relations.sums(grammar),
        *numbers.numbers(grammar),
    )
