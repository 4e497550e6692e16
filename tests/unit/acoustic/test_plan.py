"""From a profile to a plan."""

from __future__ import annotations

import pytest

from kowane.acoustic.hardware import HardwareProfile
from kowane.acoustic.plan import SessionPlan, plan_for
from kowane.errors import SettingsError

FOUR = HardwareProfile("Linux", "x86_64", "a CPU", logical_cores=8, physical_cores=4)


def test_one_wide_session_is_the_default() -> None:
    plan = plan_for(FOUR)
    assert (plan.sessions, plan.intra_threads, plan.inter_threads) == (1, 4, 1)


def test_sessions_share_the_threads_out() -> None:
    assert plan_for(FOUR, sessions=2).intra_threads == 2
    assert plan_for(FOUR, sessions=3).intra_threads == 1
    assert plan_for(FOUR, sessions=8).intra_threads == 1


def test_threads_can_be_set_by_hand() -> None:
    assert plan_for(FOUR, threads_wanted=6).intra_threads == 6


def test_plans_for_memory_shapes_are_off_since_every_text_has_its_own_shape() -> None:
    assert plan_for(FOUR).mem_pattern is False


@pytest.mark.parametrize(("threads", "sessions"), [(0, 1), (-2, 1), (2, 0)])
def test_less_than_one_of_anything_is_refused(threads: int, sessions: int) -> None:
    with pytest.raises(SettingsError, match=str(min(threads, sessions))):
        plan_for(FOUR, threads_wanted=threads, sessions=sessions)


def test_a_plan_made_by_hand_is_checked_too() -> None:
    with pytest.raises(SettingsError, match="intra_threads"):
        SessionPlan(intra_threads=0)
