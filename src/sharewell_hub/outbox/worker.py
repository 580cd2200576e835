"""The worker that sends letters; one process beside the pages."""

from typing import cast

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector


def run() -> None:
    """Work until asked to stop, and finish the letter in hand."""
    connector = cast(DjangoConnector, app.connector).get_worker_connector()
    with app.replace_connector(connector) as worker:
        worker.run_worker(delete_jobs="always", shutdown_graceful_timeout=10)
