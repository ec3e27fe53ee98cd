"""Secrets stand in the environment: source.yml names a variable; what was written there instead is never repeated."""

from __future__ import annotations

import os
import re
from typing import Annotated

from pydantic import AfterValidator

from clairevoie.errors import Fault, SourceError

NAME = r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+"  # an underscore at least: a key of capitals is no name


def check_name(text: str) -> str:
    """The name itself. Raises ValueError, without it, where it is none."""
    if not re.fullmatch(NAME, text):
        raise ValueError("write the name of an environment variable, like GLPI_DB_URL, and put the secret into it")
    return text


VariableName = Annotated[str, AfterValidator(check_name)]


def secret(name: str, where: str) -> str:
    """The value of an environment variable. Raises SourceError, without the value, where it will not do."""
    value = os.environ.get(name, "")
    if not value:
        raise SourceError(Fault(where, f"the environment variable {name} is not set"))
    if not value.isprintable():  # undecodable bytes too
        raise SourceError(Fault(where, f"the environment variable {name} holds what no secret is made of"))
    return value
