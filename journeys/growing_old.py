"""Let time pass for everybody signed in to a town: their last step grows old, their sign-in not."""

import subprocess
import sys
from importlib import import_module

from journeys.town import PROJECT, Town


def steps_grow_old(place: Town, minutes: int = 11) -> None:
    """Put back the last step of every sign-in, in the records that the town serves."""
    subprocess.run(
        [sys.executable, "-m", "journeys.growing_old", str(minutes)],
        cwd=PROJECT, env=place.surroundings, check=True,
    )  # fmt: skip


def main(minutes: int) -> None:
    """Put the steps back."""
    import_module("django").setup()
    models = import_module("django.contrib.sessions.models")
    store = import_module("django.contrib.sessions.backends.db").SessionStore
    for key in models.Session.objects.values_list("pk", flat=True):
        session = store(key)
        if "stepped_up_at" in session:
            session["stepped_up_at"] -= minutes * 60
            session.save()


if __name__ == "__main__":
    main(int(sys.argv[1]))
