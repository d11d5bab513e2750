"""`bench/RESULTS.md`, in parts that are measured apart: each replaces its own and no other."""

from __future__ import annotations

import re
from pathlib import Path

FILE = Path(__file__).resolve().parent / "RESULTS.md"


def put(title: str, text: str, *, file: Path = FILE) -> None:
    """Write a part under its title, in the place of the part that had it, or at the end."""
    written = file.read_text(encoding="utf-8") if file.exists() else ""
    parts = [part for part in re.split(r"^(?=# )", written, flags=re.MULTILINE) if part.strip()]
    part = f"# {title}\n\n{text.strip()}\n"
    named = [p.partition("\n")[0] for p in parts]
    if f"# {title}" in named:
        parts[named.index(f"# {title}")] = part
    else:
        parts.append(part)
    file.write_text("\n".join(p.rstrip() + "\n" for p in parts), encoding="utf-8")
