"""Web addresses, e-mail addresses, handles, hashtags, telephone and other digit strings."""

from __future__ import annotations

from kowane.text.english.contact import addresses, telephone
from kowane.text.english.contact.spelling import label, spell_out
from kowane.text.english.rules import Family, Group

FAMILY = Family(
    Group.CONTACT,
    (
        *addresses.RULES,
        *telephone.RULES,
    ),
)

__all__ = ["FAMILY", "label", "spell_out"]
