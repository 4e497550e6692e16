"""Variants by name, and which one a host may run unasked."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest

from kowane.acoustic import variants
from kowane.acoustic.hardware import HardwareProfile
from kowane.acoustic.variants import OFFICIAL, VARIANTS, Variant, default_variant, variant
from kowane.errors import SettingsError

DIGEST = "ab" * 32
HOST = HardwareProfile("Linux", "x86_64", "", 2, 2, isa=frozenset({"avx2", "avx512_vnni"}))
QUICK = Variant("quick", "quick-1", lambda model: model, passed=frozenset({DIGEST}))


def test_names_and_recipes_are_unlike() -> None:
    assert len({each.name for each in VARIANTS}) == len(VARIANTS)
    assert len({each.recipe for each in VARIANTS}) == len(VARIANTS)


def test_a_variant_is_found_by_name() -> None:
    for each in VARIANTS:
        assert variant(each.name) is each


def test_an_unknown_name_lists_those_there_are() -> None:
    with pytest.raises(SettingsError, match="official") as raised:
        variant("turbo")
    assert "'turbo'" in raised.value.message


def test_variants_can_be_sent_to_another_process() -> None:
    for each in VARIANTS:
        assert pickle.loads(pickle.dumps(each)) == each  # noqa: S301 - our own bytes


def test_the_default_is_the_first_that_has_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    unproven = replace(QUICK, passed=frozenset({"cd" * 32}))
    monkeypatch.setattr(variants, "FASTEST_FIRST", (unproven, QUICK))
    assert default_variant(DIGEST, HOST) is QUICK
    assert default_variant("ef" * 32, HOST) is OFFICIAL


def test_a_variant_that_the_processor_is_not_made_for_is_passed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    either = (frozenset({"avx_vnni"}), frozenset({"avx512f", "avx512_vnni"}))
    needy = replace(QUICK, instructions=either)
    monkeypatch.setattr(variants, "FASTEST_FIRST", (needy,))
    assert default_variant(DIGEST, HOST) is OFFICIAL
    for isa in ({"avx_vnni"}, {"avx512f", "avx512_vnni", "avx2"}):
        assert default_variant(DIGEST, replace(HOST, isa=frozenset(isa))) is needy
