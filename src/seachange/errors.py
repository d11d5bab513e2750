"""Every error we raise on purpose: one class a cause, each with what to do about it."""

from __future__ import annotations


class SeachangeError(Exception):
    """Something a person can mend; its text names the place and the remedy.

    `place` is where it went wrong (a file, row and field, or a key of a question);
    `remedy` is what to do. Doors print both and exit with status 2, without a traceback.
    """

    def __init__(self, what: str, *, place: str = "", remedy: str = "") -> None:
        self.what = what
        self.place = place
        self.remedy = remedy
        super().__init__(str(self))

    def __str__(self) -> str:
        text = f"{self.place}: {self.what}" if self.place else self.what
        return f"{text}\n{self.remedy}" if self.remedy else text

    @property
    def sentences(self) -> str:
        """What is wrong and what to do about it, as a page says it.

        >>> SeachangeError("the code is another", remedy="type it once more").sentences
        'The code is another. Type it once more.'
        >>> SeachangeError("ftp:// is not something events can be read from").sentences
        'ftp:// is not something events can be read from.'
        """
        return " ".join(map(_sentence, filter(None, (self.what, self.remedy))))


def _sentence(words: str) -> str:
    told = words.strip()
    # What is no word, such as an address or an id, is written as it is.
    if told.split(" ", 1)[0].strip(",;:").replace("'", "").replace("-", "").isalpha():
        told = told[0].upper() + told[1:]
    return told if told.endswith((".", "!", "?", "…")) else f"{told}."


class BadQuestion(SeachangeError):
    """A question that cannot be asked as written; `path` is the way to the key at fault."""

    def __init__(
        self, what: str, *, place: str = "", remedy: str = "", path: tuple[str | int, ...] = ()
    ) -> None:
        self.path = path
        super().__init__(what, place=place, remedy=remedy)


class UnreadableSource(SeachangeError):
    """Events that cannot be read: missing, empty, damaged or hostile."""


class UnwritableFile(SeachangeError):
    """A file that cannot be written: no such folder, no permission, no room."""


class BadMapping(SeachangeError):
    """Columns that are not there, or cannot be what the mapping says."""


class ImpossibleCounts(SeachangeError):
    """Counts that cannot have been counted: 5 of 3 people."""


class EngineFailed(SeachangeError):
    """An engine that could not be reached or refused a query."""


class MissingExtra(SeachangeError):
    """A library that an optional part needs and that is not installed."""


class BadPlan(SeachangeError):
    """A plan that cannot be as written: a wrong value, a dangling link, an id given twice."""


class NotThere(BadPlan):
    """Something of the plan that there is not, or not for whoever asks."""


class Refused(SeachangeError):
    """A deed that would break an invariant of the plan; `invariant` is its id, such as I-14."""

    def __init__(
        self, what: str, *, place: str = "", remedy: str = "", invariant: str = ""
    ) -> None:
        self.invariant = invariant
        super().__init__(what, place=place, remedy=remedy)


class Conflict(SeachangeError):
    """Somebody else was at work on the same thing; nothing of theirs or ours is lost."""


class NotAllowed(SeachangeError):
    """A deed that is not this member's to do."""


class TooMany(SeachangeError):
    """More of something at once than one person may have here; some of it has to end first."""


class Tampered(SeachangeError):
    """A record of what was decided that no longer reads as it was written."""
