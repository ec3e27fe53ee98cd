"""The one button: `python publish.py COMMAND …`, the same commands as `clairevoie`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "generator"))

from clairevoie.cli import main  # the package is found through the line above, also when not installed

if __name__ == "__main__":
    main()
