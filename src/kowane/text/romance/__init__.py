"""Spanish, French, Italian and Brazilian Portuguese: numbers into words, espeak-ng for sound."""
