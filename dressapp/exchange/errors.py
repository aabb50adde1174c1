"""What can go wrong between a preview and the case."""


class ReadingChanged(Exception):
    """The table no longer reads as the page showed it; nothing was stored, the preview is due again."""


class Stopped(Exception):
    """The person stopped the import; nothing was stored."""


class BuiltUpon(Exception):
    """The import can no longer be undone; the message says who built what upon it."""
