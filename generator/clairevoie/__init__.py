"""Clairevoie: private static sites that let the clients of an IT services company see."""

__version__ = "0.1.0"
