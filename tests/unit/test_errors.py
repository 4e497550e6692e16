"""The exception tree, as values that travel."""

from __future__ import annotations

import pickle
from collections.abc import Iterator

import pytest

from kowane.errors import InputError, KowaneError, Unavailable


def tree(kind: type[KowaneError]) -> Iterator[type[KowaneError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from tree(child)


@pytest.mark.parametrize("kind", sorted(set(tree(KowaneError)), key=lambda kind: kind.__name__))
def test_every_error_crosses_a_process_boundary_whole(kind: type[KowaneError]) -> None:
    more = {"param": "voice"} if issubclass(kind, InputError) else {}
    late = {"retry_after": 7.0} if issubclass(kind, Unavailable) else {}
    error = kind("It is 9; the limit is 4.", remedy="Send less.", **more, **late)  # type: ignore[arg-type]
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(copy) is kind
    assert str(copy) == str(error)
    assert copy.args == error.args
    assert vars(copy) == vars(error)
