"""A plan written short goes into the database, comes again without a change, and stays short."""

from __future__ import annotations

from tests.planning.files.short.small import SHORT


def test_a_plan_written_short_goes_in_once_and_stays_as_it_was_written(plan, tmp_path):
    file = tmp_path / "plan.yml"
    file.write_text(SHORT)
    first = plan("import", file, "--as-found", "--yes")
    assert (first.status, first.err) == (0, "")
    assert ", 0 changed, 0 removed." in first.out
    again = plan("import", file, "--as-found", "--whole")
    assert again.out.startswith("That would be 0 added, 0 changed, 0 removed.")
    assert plan("export", "-o", file).status == 0
    assert file.read_text().startswith(f"{SHORT}\nmetric_versions:\n")  # kept since it came in
    told = plan("import", file, "--as-found", "--whole").out
    assert told.startswith("That would be 0 added, 0 changed, 0 removed.")


def test_an_export_tells_what_it_had_to_write_out(plan, tmp_path):
    file = tmp_path / "plan.yml"
    file.write_text("outcomes:\n  OC1: {behaviour: pays, base: 1/2}\n")
    assert plan("import", file, "--yes").status == 0
    file.write_text("outcomes:\n  OC1: {behaviour: pays, base: 1/2, guard: refunds}\n")
    told = plan("export", "-o", file)
    assert (told.status, told.err) == (0, "Was short, and is written out: OC1.\n")
    assert "baseline: 1/2" in file.read_text()
    assert "refunds" not in file.read_text()
