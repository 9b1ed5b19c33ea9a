"""A thread for a model, apart from the event loop that serves it."""

import os
from concurrent.futures import ThreadPoolExecutor


def model_thread(niceness: int) -> ThreadPoolExecutor:
    """One thread, and whatever threads the model's engine starts from it, polite by `niceness` (0 to 19).

    On Linux niceness belongs to a thread and is inherited: live video on the same cores goes first, and the replica's
    own loop still answers Serve's health checks at once.
    """
    return ThreadPoolExecutor(1, "model", os.nice, (niceness,))
