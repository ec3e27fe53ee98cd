"""Clairevoie: private static sites that let the clients of an IT services company see."""

import os

# Nobody multiplies matrices here; the threads that numpy starts for it spin for a tenth of a second in each process.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"
