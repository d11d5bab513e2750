"""Whether every room has its door sign, a bearable size and names that say something."""

import ast
import re

from tests.house.checkout import files, functions, nodes, sources, text, tree

FILE_LINES, FUNCTION_LINES, PARAMETERS, DEPTH = 500, 60, 8, 4
BANNED = {"utils", "helpers", "common", "misc", "manager", "processor", "handler", "service"}
BANNED |= {"data", "info", "util", "helper"}
# By these names a library calls what it asks a class for.
ASKED_BY_LIBRARIES = {"get_access_token_data", "handle_data", "new_file", "receive_data_chunk"}


def test_every_module_opens_with_a_sentence_for_its_door():
    unsigned = []
    for path in sources():
        sign = ast.get_docstring(tree(path)) or ""
        first = sign.partition("\n\n")[0].replace("\n", " ")
        if not first.endswith((".", "?", ":", "…")) and not _is_face(path):
            unsigned.append(str(path))
    assert not unsigned


def test_a_package_has_nothing_at_its_face_but_the_library_s_own():
    assert [str(p) for p in sources() if _is_face(p) and text(p).strip()] == []


def test_no_file_is_too_long_to_read_at_once():
    # Migrations are written by Django and read by it.
    ours = (p for p in sources() if p.parent.name != "migrations")
    lengths = {str(p): len(text(p).splitlines()) for p in ours}
    assert {p: n for p, n in lengths.items() if n > FILE_LINES} == {}


def test_no_function_is_too_long_to_see_at_once():
    long = {
        f"{path}:{f.name}": f.end_lineno - f.lineno + 1
        for path in sources()
        for f in functions(path)
        if f.end_lineno - f.lineno + 1 > FUNCTION_LINES
    }
    assert long == {}


def test_no_function_asks_for_more_than_one_can_remember():
    greedy = {}
    for path in sources("src", "bench", "run.py"):
        for f in functions(path):
            asked = [*f.args.posonlyargs, *f.args.args, *f.args.kwonlyargs]
            asked = [a for a in asked if a.arg not in {"self", "cls"}]
            # A command of the terminal has as many as it has options; click names each of them.
            options = any("option" in ast.unparse(d) for d in f.decorator_list)
            if len(asked) > PARAMETERS and not options:
                greedy[f"{path}:{f.name}"] = len(asked)
    assert greedy == {}


def test_the_house_is_no_deeper_than_four_floors():
    assert [str(p) for p in sources("src") if len(p.parts) - 2 > DEPTH] == []


def test_nothing_has_a_name_that_says_nothing():
    nameless = []
    for path in sources():
        nameless += [str(path)] if _empty_word(path.stem) else []
        nameless += [
            f"{path}:{node.name}"
            for node in nodes(path)
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and _empty_word(node.name)
        ]
    assert nameless == []


def test_nothing_is_silenced_and_nothing_is_left_for_later():
    # Written apart, so that this file does not find itself.
    marks = [
        "no" + "qa",
        "type" + ": ignore",
        "pragma" + ": no",
        "TO" + "DO",
        "FIX" + "ME",
        "XX" + "X",
    ]
    marked = [
        f"{path}: {mark}" for path in sources() for mark in marks if re.search(mark, text(path))
    ]
    assert marked == []


def test_no_folder_is_empty_in_advance():
    rooms = {p.parent for p in sources("src") if p.name == "__init__.py"}
    lived_in = {parent for p in sources("src") if p.name != "__init__.py" for parent in p.parents}
    assert rooms - lived_in == set()
    assert files()


def _is_face(path) -> bool:
    return path.name == "__init__.py" and path.as_posix() != "src/seachange/__init__.py"


def _empty_word(name: str) -> bool:
    if name in ASKED_BY_LIBRARIES:
        return False
    name = name.replace("product_manager", "product")  # somebody's trade, not a thing of ours
    words = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name).lower().strip("_").split("_")
    versioned = re.fullmatch(r"v\d+", words[-1]) is not None and len(words) > 1
    return bool(BANNED & set(words)) or versioned or words[0] == "new" or words[-1] == "final"
