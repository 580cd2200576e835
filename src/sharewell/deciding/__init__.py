"""Weighs facts under a stack of packs, asks what still matters, and gives every reason."""

from sharewell.deciding.engine import Engine
from sharewell.deciding.explaining import PathStep
from sharewell.deciding.ticking import Checklist, Tick

__all__ = ["Checklist", "Engine", "PathStep", "Tick"]
