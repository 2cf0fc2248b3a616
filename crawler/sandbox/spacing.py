"""How white space counts when texts are compared."""

import re

# ``\s`` covers the no-break space and the ideographic space as well.
_RUN = re.compile(r"\s+")


def collapse(text: str) -> str:
    """The text stripped, each run of white space (no-break and ideographic spaces included) one space."""
    return _RUN.sub(" ", text).strip()
