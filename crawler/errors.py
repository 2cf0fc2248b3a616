"""Errors that end a command with one line for the person who called it, never a traceback."""


class LanmuError(Exception):
    """The work could not be done; the text names the thing and says what to do."""

    exitcode = 1


class UsageError(LanmuError):
    """The call itself is wrong: an unknown site, a bad argument, a file that isn't there."""

    exitcode = 2


class NotNowError(LanmuError):
    """A site can't be crawled at the moment, and nothing is wrong."""


class TooLongError(LanmuError):
    """A site can't be crawled, as an earlier crawl of it should have ended long since."""
