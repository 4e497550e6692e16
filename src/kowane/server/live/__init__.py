"""Speech while its text is still being written: sessions, and the ways to reach them."""
