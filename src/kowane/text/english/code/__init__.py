"""Names that programs use: files, paths, identifiers, calls, keys, versions, model numbers."""

from __future__ import annotations

from kowane.text.english.code import keys, models, names, paths, versions
from kowane.text.english.code.identifiers import identifier, version
from kowane.text.english.code.paths import path
from kowane.text.english.rules import Family, Group

FAMILY = Family(
    Group.CODE,
    (
        *paths.RULES,
        *keys.RULES,
        *names.RULES_1,
        *versions.RULES,
        *models.RULES,
        *names.RULES_2,
    ),
)

__all__ = ["FAMILY", "identifier", "path", "version"]
