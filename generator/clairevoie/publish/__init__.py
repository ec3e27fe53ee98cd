"""Finished sites to where visitors see them: targets, their private keys, the headers, the preview."""

from clairevoie.publish.publishing import INTERNAL, TARGETS, evidence, plan, publish
from clairevoie.publish.target import Candidate, Outcome, Step, Target

__all__ = ["INTERNAL", "TARGETS", "Candidate", "Outcome", "Step", "Target", "evidence", "plan", "publish"]
