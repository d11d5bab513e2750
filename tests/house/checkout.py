"""What the checkout holds, for the tests of the house itself."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "seachange"
OURS = ("src", "tests", "bench", "run.py")


@cache
def files() -> tuple[Path, ...]:
    """Return every file of the checkout that git has or would take, relative to its root."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        told = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True).stdout
        names = sorted(set(told.decode().split("\0")) - {""})
    except (OSError, subprocess.CalledProcessError):
        # An archive without its history: what stands in it is what there is.
        hidden = [".venv", "__pycache__", ".git/", ".hypothesis", "_cache", "demo/"]
        found = (p.relative_to(ROOT).as_posix() for p in ROOT.rglob("*") if p.is_file())
        names = sorted(n for n in found if not any(h in n for h in hidden))
    return tuple(Path(name) for name in names if (ROOT / name).is_file())


def text(path: Path) -> str:
    """Return a file's text; bytes that are none are replaced."""
    return (ROOT / path).read_text(encoding="utf-8", errors="replace")


@cache
def sources(*tops: str) -> tuple[Path, ...]:
    """Return the Python files under these tops (by default all of ours)."""
    wanted = tops or OURS
    return tuple(p for p in files() if p.suffix == ".py" and _under(p, wanted))


@cache
def tree(path: Path) -> ast.Module:
    """Return a file's syntax tree."""
    return ast.parse(text(path), filename=str(path))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Return everything in a file's syntax tree."""
    return tuple(ast.walk(tree(path)))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Walk every function of a file."""
    for node in nodes(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@cache
def calls(path: Path) -> tuple[tuple[int, str], ...]:
    """Return every call of a file: its line and what is called (`datetime.now`)."""
    called = (node for node in nodes(path) if isinstance(node, ast.Call))
    return tuple((node.lineno, _written(node.func)) for node in called)


def _written(node: ast.expr) -> str:
    """Return an expression's text; most calls are of plain dotted names, which is quickly said."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{_written(node.value)}.{node.attr}"
    return ast.unparse(node)


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Walk every import of a file, the late ones too: its line and the module named."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or ""


def _under(path: Path, tops: tuple[str, ...]) -> bool:
    return any(path.as_posix() == top or path.as_posix().startswith(f"{top}/") for top in tops)
