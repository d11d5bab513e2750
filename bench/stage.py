"""Stage a log once into a DuckDB file, so that SQL by hand reads the layout we read.

`python -m bench.stage EVENTS STAGED`
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from seachange.events.sources.open import open_log

TABLES = ("seachange_events", "seachange_actors", "seachange_names")


def main(events: Path, staged: Path) -> None:
    """Open the events as Seachange does and copy its tables, in their order."""
    if staged.exists():
        return
    began = time.perf_counter()
    log = open_log(str(events), cache=False)
    sys.stderr.write(f"  opened in {time.perf_counter() - began:.1f} s\n")
    run = log.connection.execute
    run(f"ATTACH '{staged}' AS kept")
    for table in TABLES:
        run(f"CREATE TABLE kept.{table} AS SELECT * FROM {table}")
    run("DETACH kept")
    log.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
