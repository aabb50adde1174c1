"""How Django reports an exception, where it is asked to."""

import json

from django.views.debug import ExceptionReporter

from .logs import describe


class QuietReporter(ExceptionReporter):
    """Report an exception without request, settings, local variables or words."""

    def get_traceback_text(self) -> str:
        """Return the kinds and places."""
        return json.dumps(describe(self.exc_value))

    get_traceback_html = get_traceback_text
