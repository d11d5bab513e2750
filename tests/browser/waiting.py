"""What every walk does with a mouse: press what leads on, and wait for what is counted."""

from __future__ import annotations

# As long as anything counted beside the pages may take, in milliseconds.
COUNTED = 180_000


def press(page, name):
    """Press a button that leads to another page."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def in_the_end(page, part):
    """Look again until what is counted beside the page has come."""
    for _ in range(COUNTED // 500):
        if part.count():
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError(f"{part} never came")
