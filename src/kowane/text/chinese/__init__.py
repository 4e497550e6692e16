"""Mandarin: numbers by wetext, words by rjieba, pinyin by pypinyin, sandhi and IPA of our own."""
