"""What is done by the clock: old records are indexed, and what nobody can open is passed on."""

from procrastinate.contrib.django import app

from sharewell_hub.people.indexing import index_people
from sharewell_hub.people.passing_on import pass_on


@app.periodic(cron="23 2 * * *")
@app.task(name="people.index", queueing_lock="people.index", pass_context=False)
def index(timestamp: int) -> None:
    """Index every record that is not yet."""
    for _ in index_people():
        pass


@app.periodic(cron="*/10 * * * *")
@app.task(name="people.pass_on", queueing_lock="people.pass_on", pass_context=False)
def pass_what_is_closed_on(timestamp: int) -> None:
    """Let the officers reach what is closed to all but people who have left."""
    pass_on()
