"""The one exception the supervisor answers with one line and a non-zero exit."""


class Refusal(Exception):
    """Leggro can't start or go on; the text is one line that says what to do."""
