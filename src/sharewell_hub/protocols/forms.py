"""Choosing the two editions to compare."""

from typing import Any

from django import forms

from sharewell.packs import Library


class CompareForm(forms.Form):
    """From which edition, and to which: stacks first, then packs, each in its own stack."""

    def __init__(self, data: Any, *, library: Library) -> None:
        """Offer what the library holds."""
        super().__init__(data)
        choices = choices_in(library)
        for name, label in (("from", "From"), ("to", "To")):
            self.fields[name] = forms.ChoiceField(label=label, choices=choices)


def choices_in(library: Library) -> list[tuple[str, str]]:
    """Give every stack, and every pack that has no stack of its name but stands in one."""
    stacks = [(plan.id, plan.title) for plan in library.plans.values()]
    standing = {id for plan in library.plans.values() for id in plan.packs}
    packs = [
        (pack.id, f"{pack.title}, {pack.edition}")
        for pack in library.packs.values()
        if pack.id not in library.plans and (pack.id in standing or pack.joins)
    ]
    return stacks + packs
