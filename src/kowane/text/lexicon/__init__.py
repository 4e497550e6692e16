"""Pronunciation lexicons: how users want their words said."""
