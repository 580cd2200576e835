"""What is done each night: records made before there was an index are brought into it."""

from procrastinate.contrib.django import app

from sharewell_hub.people.indexing import index_people


@app.periodic(cron="23 2 * * *")
@app.task(name="people.index", queueing_lock="people.index", pass_context=False)
def index(timestamp: int) -> None:
    """Index every record that is not yet."""
    for _ in index_people():
        pass
