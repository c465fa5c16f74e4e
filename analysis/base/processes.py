"""Child processes that end with the one that started them, and take no more memory than they may."""

import ctypes
import resource
import signal

_PR_SET_PDEATHSIG = 1  # Linux


def end_with_parent() -> None:
    """Have the system end this process as soon as its parent ends, however that one ends."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def limit_memory(megabytes: float) -> None:
    """Let allocations beyond `megabytes` of data fail in this process."""
    limit = int(megabytes * 2**20)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
