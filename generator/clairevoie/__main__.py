"""`python -m clairevoie`."""

from clairevoie.cli import main

main()
