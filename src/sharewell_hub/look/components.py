"""Turn a field of a form into the component that shows it, with label, hint and error."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from sharewell_hub.look.forms import UNKNOWN, DayInput

Params = dict[str, Any]

DJANGO_REQUIRED = str(forms.Field.default_error_messages["required"])

PASSED_ON = {
    "class": "classes",
    "autocomplete": "autocomplete",
    "inputmode": "inputmode",
    "spellcheck": "spellcheck",
}
"""Attributes of a widget that every component takes, and the component's word for each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A component's macro, what to hand it, and its errors in our own words."""

    macro: str
    params: Params
    errors: list[str]


def component(bound: BoundField, *, heading: bool = False, **extra: Any) -> Component:
    """Choose a field's component and describe it; `heading` makes its label the page's h1.

    Shapes:  extra replaces what the component is handed: label, classes, hint, autocomplete ...
    """
    widget = bound.field.widget
    macro, describe, grouped = next(
        (found for kind, found in KINDS.items() if isinstance(widget, kind)), KINDS[forms.TextInput]
    )
    label = extra.pop("label", None) or str(bound.label)
    params = _shared(bound) | describe(bound) | extra
    if not isinstance(widget, forms.CheckboxInput):
        params |= _named(label, heading=heading, grouped=grouped)
    return Component(macro=macro, params=params, errors=errors_of(bound))


def _shared(bound: BoundField) -> Params:
    """Describe what every component takes: id, name, hint, error."""
    params: Params = {"id": bound.auto_id, "idPrefix": bound.auto_id, "name": bound.html_name}
    if bound.help_text:
        params["hint"] = {"text": str(bound.help_text)}
    if bound.errors:
        params["errorMessage"] = {"text": errors_of(bound)[0]}
    attributes = bound.field.widget.attrs
    return params | {word: attributes[key] for key, word in PASSED_ON.items() if key in attributes}


def errors_of(bound: BoundField) -> list[str]:
    """Give a field's errors; where one only says that it is required, say which."""
    ticked = isinstance(bound.field.widget, forms.CheckboxInput)
    missing = f"{'Tick' if ticked else 'Fill in'} “{bound.label}”."
    return [
        missing if error.code == "required" and str(text) == DJANGO_REQUIRED else str(text)
        for error, text in zip(bound.errors.as_data(), bound.errors, strict=True)
    ]


def _named(label: str, *, heading: bool, grouped: bool) -> Params:
    """Give a single box its label and a group of boxes its legend."""
    size = "l" if heading else "m" if grouped else "s"
    place = "fieldset__legend" if grouped else "label"
    name = {"text": label, "classes": f"govuk-{place}--{size}", "isPageHeading": heading}
    return {"fieldset": {"legend": name}} if grouped else {"label": name}


def _line(bound: BoundField) -> Params:
    """Describe a box of one line."""
    kind = getattr(bound.field.widget, "input_type", "text")
    number = {"type": "text", "inputmode": "numeric"} if kind == "number" else {"type": kind}
    return {"value": _text(bound), **number}


def _password(_bound: BoundField) -> Params:
    """Describe a password box: what was typed is never sent back."""
    return {}


def _box(bound: BoundField) -> Params:
    """Describe a box of several lines, which counts what is typed when it has a limit."""
    limit = getattr(bound.field, "max_length", None)
    rows = bound.field.widget.attrs.get("rows", 5)
    return {"value": _text(bound), "rows": rows, "maxlength": limit, "threshold": 75}


def _tick(bound: BoundField) -> Params:
    """Describe a single box to tick; its label stands beside it."""
    item: Params = {"value": "on", "text": str(bound.label), "checked": bool(bound.value())}
    if bound.help_text:
        item["hint"] = {"text": str(bound.help_text)}
    return {"items": [item], "hint": None}


def _choices(bound: BoundField) -> Params:
    """Describe radios or boxes to tick, with those to be shown first and "I don't know" apart."""
    value = bound.value()
    chosen = {str(one) for one in (value if isinstance(value, list | tuple | set) else [value])}
    hints: Mapping[str, str] = getattr(bound.field, "hints", {})
    items = [
        {
            "value": str(code),
            "text": str(label),
            "checked": str(code) in chosen,
            **({"hint": {"text": hints[code]}} if hints.get(code) else {}),
        }
        for code, label in getattr(bound.field, "choices", ())
        if code not in ("", None)
    ]
    return {"items": items, **_laid_out(items, getattr(bound.field, "featured", ()))}


def _laid_out(items: list[Params], featured: tuple[str, ...]) -> Params:
    """Part the choices into those shown first, those under a summary, and "I don't know"."""
    apart = [item for item in items if item["value"] == UNKNOWN]
    known = [item for item in items if item["value"] != UNKNOWN]
    first = [item for code in featured for item in known if item["value"] == code]
    if not first:
        return {"first": known, "rest": [], "apart": apart}
    return {"first": first, "rest": [item for item in known if item not in first], "apart": apart}


def _select(bound: BoundField) -> Params:
    """Describe a list to choose from."""
    return {
        "items": [
            {"value": str(code), "text": str(label), "selected": str(code) == _text(bound)}
            for code, label in getattr(bound.field, "choices", ())
        ]
    }


def _day(bound: BoundField) -> Params:
    """Describe a day as three boxes, those in error marked."""
    error = " govuk-input--error" if bound.errors else ""
    values = zip(DayInput.PARTS, DayInput.split(bound.value()), strict=True)
    items = [
        {
            "name": part,
            "value": value,
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}{error}",
        }
        for part, value in values
    ]
    return {"items": items, "namePrefix": bound.html_name}


def _file(_bound: BoundField) -> Params:
    """Describe a file to choose."""
    return {}


def _text(bound: BoundField) -> str:
    """Give a field's value as it was typed."""
    value = bound.value()
    return "" if value is None else str(value)


KINDS: dict[type[forms.Widget], tuple[str, Callable[[BoundField], Params], bool]] = {
    forms.HiddenInput: ("hidden", _line, False),
    forms.PasswordInput: ("password", _password, False),
    forms.FileInput: ("file", _file, False),
    forms.Textarea: ("textarea", _box, False),
    DayInput: ("day", _day, True),
    forms.CheckboxSelectMultiple: ("ticks", _choices, True),
    forms.RadioSelect: ("radios", _choices, True),
    forms.Select: ("select", _select, False),
    forms.CheckboxInput: ("tick", _tick, False),
    forms.TextInput: ("input", _line, False),
}
"""For each kind of widget: its macro, what describes it, and whether it is a group of boxes."""
