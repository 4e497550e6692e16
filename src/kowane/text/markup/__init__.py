"""Tags in a text, read into parts with a voice, a language, a rate and pauses."""
