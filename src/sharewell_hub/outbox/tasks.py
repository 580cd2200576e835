"""What the worker does: a letter once it is written, and a look at all of them now and then."""

from uuid import UUID

from procrastinate.contrib.django import app

from sharewell_hub.outbox import delivering
from sharewell_hub.outbox.actions import DELIVER


@app.task(name=DELIVER)
def deliver(letter: str) -> None:
    """Deliver one letter."""
    delivering.deliver(UUID(letter))


@app.periodic(cron="* * * * * */10")
@app.task(name="outbox.sweep", queueing_lock="outbox.sweep", pass_context=False)
def sweep(timestamp: int) -> None:
    """Deliver what waits, and say which letters nobody can tell of."""
    delivering.say_unknown()
    delivering.deliver_waiting()
