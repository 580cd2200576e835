"""Warming up: what stays is built once, and no page waits while it is looked through again."""

import gc

from sharewell_hub.site.warming import AFTER_SO_MANY_OBJECTS, leave_alone


def test_what_stays_is_not_looked_through_again():
    before = gc.get_threshold()
    try:
        leave_alone()
        assert gc.get_freeze_count() > AFTER_SO_MANY_OBJECTS
        assert gc.get_threshold()[0] == AFTER_SO_MANY_OBJECTS
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
