"""Several people at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection


def together(*actions):
    """Run the actions at once, each on a connection of its own: [result or exception]."""
    start = Barrier(len(actions))

    def run(action):
        start.wait()
        try:
            return action()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))
