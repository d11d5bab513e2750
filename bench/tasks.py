"""What every subject is asked, so that their results can be compared before their times.

- share: of people whose first `visit` is at least 7 days old, how many `activate` within
  7 days of it → [people, did];
- funnel: visit → signup → activate → purchase within 14 days of the visit, people who
  reached each step → [n1, n2, n3, n4], with exact median seconds where the subject can;
- map: which event follows which in a person's life, with the exact median time between
  → {"a>b": count};
- retention: people by ISO week of their first event and by the 7-day spell after it in
  which they came back → {"week/spell": people}.
"""

from __future__ import annotations

DAY = 86_400_000_000
WEEK = 7 * DAY
SHARE_WINDOW = 7 * DAY
FUNNEL_WINDOW = 14 * DAY
STEPS = ("visit", "signup", "activate", "purchase")
START = 1_767_571_200_000_000  # a Monday, before every event
TASKS = ("share", "funnel", "map", "retention")
SPELLS = 12

Result = list[int] | dict[str, int]
