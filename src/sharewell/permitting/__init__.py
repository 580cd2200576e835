"""Says who may see or do what, in one pure function: gates ask, walls stand, duties pass gates."""

from sharewell.permitting.asking import Agreement, Asking, BrokenGlass, Relationship
from sharewell.permitting.covering import Exchange, covering
from sharewell.permitting.deputies import deputy_for
from sharewell.permitting.may import may
from sharewell.permitting.permission import GoesTo, Mark, Permission
from sharewell.permitting.table import Shows
from sharewell.permitting.thing import Duty, Thing

__all__ = [
    "Agreement",
    "Asking",
    "BrokenGlass",
    "Duty",
    "Exchange",
    "GoesTo",
    "Mark",
    "Permission",
    "Relationship",
    "Shows",
    "Thing",
    "covering",
    "deputy_for",
    "may",
]
