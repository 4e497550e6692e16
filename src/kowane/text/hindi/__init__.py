"""Hindi: numbers and signs into words, espeak-ng for sound."""
