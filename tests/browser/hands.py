"""A keyboard and nothing else: what has a name is tabbed to, and keys are pressed on it."""

from __future__ import annotations

MOST = 400

# The name an element goes by, as far as our pages need: aria, its labels, its own words.
NAME = """() => {
  const e = document.activeElement;
  const by = (e.getAttribute('aria-labelledby') ?? '').split(' ').filter(Boolean)
    .map((id) => document.getElementById(id)?.textContent).join(' ');
  const labels = [...(e.labels ?? [])].map((l) => l.textContent).join(' ');
  const words = by || e.getAttribute('aria-label') || labels || e.textContent || '';
  return e === document.body ? '' : words.replace(/\\s+/g, ' ').trim();
}"""


class Hands:
    """Somebody who has no mouse: every deed is a key, every place is tabbed to."""

    def __init__(self, page):
        self.page = page

    def press(self, *keys):
        """Press keys, one after the other, on what has the focus."""
        for key in keys:
            self.page.keyboard.press(key)

    def tabs_to(self, name, *, exactly=False):
        """Tab until what has the focus is called so; fail where nothing ever is."""
        met = []
        for _ in range(MOST):
            self.press("Tab")
            here = self.page.evaluate(NAME)
            if here == name or (not exactly and name in here):
                return
            met.append(here)
        raise AssertionError(f"no key leads to {name!r}, only to {sorted(set(met))}")

    def follows(self, name, *, key="Enter", exactly=False):
        """Tab to a link or button, press it, and be where it leads."""
        self.tabs_to(name, exactly=exactly)
        with self.page.expect_navigation():
            self.press(key)

    def writes(self, name, words, *, exactly=False):
        """Tab to a field and write into it, in place of what it held."""
        self.tabs_to(name, exactly=exactly)
        self.press("Control+a")
        self.page.keyboard.type(words)

    def chooses(self, name, option, *, exactly=False):
        """Tab to a select and go through its options by the arrows."""
        self.tabs_to(name, exactly=exactly)
        self.press("Home")
        said = "() => document.activeElement.selectedOptions[0].textContent.trim()"
        for _ in range(MOST):
            if option in self.page.evaluate(said):
                return
            self.press("ArrowDown")
        raise AssertionError(f"{name!r} offers no {option!r}")

    def dates(self, name, day, *, exactly=False):
        """Tab to a date and write it, month, day and year as Chromium's English field asks."""
        self.tabs_to(name, exactly=exactly)
        self.page.keyboard.type(f"{day:%m%d%Y}")

    def leads(self, *keys):
        """Press the keys that lead to a place, and be there."""
        with self.page.expect_navigation():
            self.press(*keys)

    def goes(self, words, *, to):
        """Find something by the palette and go there; `to` is how its address ends."""
        self.press("Control+k")
        self.page.keyboard.type(words)
        self.page.wait_for_selector(f"#palette-list [aria-selected=true][href$='{to}']")
        with self.page.expect_navigation():
            self.press("Enter")
