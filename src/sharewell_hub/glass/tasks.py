"""What the worker does: pass on every review that is late."""

from procrastinate.contrib.django import app

from sharewell_hub.glass.actions import escalate_late


@app.periodic(cron="*/10 * * * *")
@app.task(name="glass.escalate", queueing_lock="glass.escalate", pass_context=False)
def escalate(timestamp: int) -> None:
    """Tell the partnership's guardians of what nobody has reviewed in time."""
    escalate_late()
