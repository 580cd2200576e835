"""The fields of our forms: plain text, a day in three boxes, radios with "I don't know"."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

UNKNOWN = "unknown"
"""The value of "I don't know": an answer like any other, never an empty one."""

INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
"""Control characters and the marks that turn the direction of text: never part of what is said."""

EARLIEST_YEAR = 1900
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

Day = tuple[str, str, str]


def plain(text: str) -> str:
    """Take out what cannot be seen and make line ends alike; leave every visible word as it is."""
    text = re.sub("\r\n?|[\x0b\x0c\u2028\u2029]", "\n", text)
    text = re.sub("[\u200b\ufeff\u00ad]", "", text)
    return INVISIBLE.sub("", unicodedata.normalize("NFC", text))


class PlainText(forms.CharField):
    """Words that a person typed or pasted: one or several lines, and nothing that cannot be seen.

    Hidden characters are taken out and the page comes back once, so that the writer sees what
    will be kept; sending it again is enough. The words themselves are never changed.
    """

    def __init__(self, *, max_length: int = 4000, rows: int = 0, **kwargs: Any) -> None:
        """Allow `max_length` characters; `rows` above 0 makes a box of several lines."""
        if rows:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        kwargs.setdefault("error_messages", {})
        self.longest = max_length
        super().__init__(strip=True, **kwargs)
        self.max_length = max_length
        if not rows:
            self.widget.attrs.pop("maxlength", None)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Show the cleaned words again after a refusal."""
        return plain(data) if isinstance(data, str) else data

    def clean(self, value: Any) -> str:
        """Give the words, or say plainly what is wrong with them."""
        said = value if isinstance(value, str) else ""
        text = plain(said).strip()
        if INVISIBLE.search(said):
            raise forms.ValidationError(
                "Your text held hidden characters that can change how it reads. They have been "
                "taken out. Check that it still says what you mean, then continue.",
                code="hidden",
            )
        if len(text) > self.longest:
            raise forms.ValidationError(
                f"This is {len(text):,} characters long and {self.longest:,} is the most that "
                "fits. Shorten it, or put part of it in another box. Your text is kept.",
                code="too_long",
            )
        return str(super().clean(text))


class DayInput(forms.Widget):
    """Three boxes for a day, a month and a year."""

    PARTS = ("day", "month", "year")

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Day:
        """Read the three boxes as they were typed."""
        typed = (str(data.get(f"{name}-{part}", "")).strip()[:20] for part in self.PARTS)
        day, month, year = (plain(text) for text in typed)
        return day, month, year

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Tell whether none of the three boxes was sent."""
        return all(f"{name}-{part}" not in data for part in self.PARTS)

    @staticmethod
    def split(value: Any) -> Day:
        """Give the three boxes' words for a date, for what was typed, or for nothing."""
        if isinstance(value, date):
            return str(value.day), str(value.month), str(value.year)
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            return DayInput.split(date.fromisoformat(value))
        day, month, year = (
            value if isinstance(value, tuple | list) and len(value) == 3 else ("",) * 3
        )
        return str(day), str(month), str(year)


class DayField(forms.Field):
    """A day typed as day, month and year; the month may be a word.

    `past` refuses a day after today; `name` is what the messages call it ("the day you saw it").
    """

    widget = DayInput

    def __init__(self, *, name: str = "the date", past: bool = True, **kwargs: Any) -> None:
        """Call the day `name` in messages; refuse a future day when `past`."""
        self.called = name[:1].upper() + name[1:]
        self.past = past
        super().__init__(**kwargs)

    def clean(self, value: Any) -> date | None:
        """Give the date, None when empty and not required, or say plainly what is wrong."""
        typed = dict(zip(DayInput.PARTS, value or ("", "", ""), strict=True))
        if not any(typed.values()):
            if self.required:
                raise forms.ValidationError(f"Enter {self.called[:1].lower()}{self.called[1:]}.")
            return None
        missing = [part for part, text in typed.items() if not text]
        if missing:
            raise forms.ValidationError(f"{self.called} must include a {' and a '.join(missing)}.")
        return self._checked(self._real(typed))

    def _real(self, typed: Mapping[str, str]) -> date:
        """Make a date of the three words."""
        month = typed["month"].lower()
        if month[:3] in MONTHS:
            month = str(MONTHS.index(month[:3]) + 1)
        try:
            if len(typed["year"]) != 4:
                raise ValueError
            return date(int(typed["year"]), int(month), int(typed["day"]))
        except ValueError:
            raise forms.ValidationError(
                f"{self.called} must be a real date, such as 27 3 2026."
            ) from None

    def _checked(self, day: date) -> date:
        """Refuse a day too long ago to be meant, and one to come where that makes no sense."""
        if day.year < EARLIEST_YEAR:
            raise forms.ValidationError(f"{self.called} must be in or after {EARLIEST_YEAR}.")
        if self.past and day > timezone.localdate():
            raise forms.ValidationError(f"{self.called} must be today or in the past.")
        return day


class RadioField(forms.ChoiceField):
    """One answer of several; "I don't know" is an answer of its own, set apart below the others.

    `featured` names the values to show first, the rest stand under a summary; `hints` explains
    values.
    """

    widget = forms.RadioSelect

    def __init__(
        self,
        *,
        choices: Sequence[tuple[str, str]],
        featured: Sequence[str] = (),
        hints: Mapping[str, str] | None = None,
        unknown: bool = False,
        **kwargs: Any,
    ) -> None:
        """Offer the choices, and "I don't know" after them when `unknown`."""
        listed = list(choices)
        if unknown and all(code != UNKNOWN for code, _ in listed):
            listed.append((UNKNOWN, "I don’t know"))
        self.featured = tuple(featured)
        self.hints = dict(hints or {})
        messages = {
            "required": "Choose one of the answers.",
            "invalid_choice": "Choose one of the answers shown.",
        }
        messages |= kwargs.pop("error_messages", {})
        super().__init__(choices=listed, error_messages=messages, **kwargs)
