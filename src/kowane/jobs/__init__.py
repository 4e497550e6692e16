"""Long texts, spoken over hours and across restarts.

`reading` turns a file into a book of chapters, `store` keeps books and what has been spoken of
them, `runner` speaks what is missing. Nothing here knows HTTP or a terminal.
"""
