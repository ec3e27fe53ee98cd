"""A cache in front of a target: told what changed, and told again by the next run where that failed."""

from clairevoie.publish.cdn.cache import Cache
from clairevoie.publish.cdn.watched import Watched

__all__ = ["Cache", "Watched"]
