#!/usr/bin/env python3
"""Set Pawsight up, and run it, test it, check it or measure it; standard library only.

    python3 local/bootstrap.py run | test | check | bench | lighthouse | scores | install | lock [ARGUMENTS]

The first call makes everything in this folder and nothing outside it; later ones make what has changed. Arguments
after `run`, `test`, `bench` and `lighthouse` go to the launcher, to pytest, to the benchmarks and to the page's audits;
`lock --upgrade` takes newer versions. PAWSIGHT_LOCK=gpu installs for a machine with an NVIDIA GPU.
"""
# This file is read by whatever Python a machine calls python3: nothing above the check may be newer than 3.6.

import os
import shutil
import sys

WANTED = ((3, 12), (3, 11))
HERE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 (Path comes after the check)

if __name__ == "__main__" and sys.version_info[:2] not in WANTED:
    for version in WANTED:
        other = shutil.which("python%d.%d" % version)  # noqa: UP031
        if other:
            os.execv(other, [other, *sys.argv])  # noqa: S606
    sys.exit(
        "Pawsight needs Python 3.11 or 3.12. This is Python %d.%d (%s), and neither python3.12 nor python3.11 is on "  # noqa: UP031
        "the PATH. Debian 12: apt install python3.11-venv; Ubuntu 24.04: apt install python3.12-venv; "
        "macOS: brew install python@3.12." % (*sys.version_info[:2], sys.executable)
    )

# As a script, Python would look for modules in this folder, not in the project's.
sys.path = [os.path.dirname(HERE)] + [entry for entry in sys.path if entry != HERE]  # noqa: PTH120

from local.setup import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
