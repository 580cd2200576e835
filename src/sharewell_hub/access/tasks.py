"""What is done each night: yesterday's looks get their digest in the log."""

from procrastinate.contrib.django import app

from sharewell_hub.access.digesting import digest_days


@app.periodic(cron="7 0 * * *")
@app.task(name="access.digest", queueing_lock="access.digest", pass_context=False)
def digest(timestamp: int) -> None:
    """Digest every day that is over."""
    digest_days()
