"""The figures of Parley's plan, as the worked example of the domain theory tabulates them."""

from __future__ import annotations

from datetime import date

from seachange.planning.rules.vocabulary import Design, Finish

AS_OF = date(2026, 6, 30)
CYCLE = (date(2026, 1, 1), AS_OF)
# The halves of a year for what people do, the quarters for what they answer.
BEFORE = {"starts": date(2025, 7, 1), "ends": date(2025, 12, 31)}
LATEST = {"starts": date(2026, 1, 1), "ends": AS_OF}
QUARTER_BEFORE = {"starts": date(2025, 10, 1), "ends": date(2025, 12, 31)}
LATEST_QUARTER = {"starts": date(2026, 4, 1), "ends": AS_OF}
# of how many, in which window
MEASURED = {
    "OC1": ("new clients", "7 days"),
    "OC2": ("requests advisers receive", "24 hours"),
    "OC3": ("first meetings booked", "10 days"),
    "OC4": ("accounts opened", "5 days"),
    "OC5": ("clients who met an adviser once", "30 days"),
}

# who, behaviour, direction, baseline, latest, target, by, owners, impacts, guardrail
OUTCOMES = {
    "OC1": ("new client", "holds first meeting within 7 days", "more", (899, 2900), (1197, 3100),
            0.45, date(2026, 9, 30), ("Matching", "Support"), ("IM1", "IM2"), "meeting rated >=4"),
    "OC2": ("adviser", "replies to a request within 24 h", "more", (1508, 2900), (1980, 3000),
            0.75, date(2026, 9, 30), ("Matching", "AdviserOps"), ("IM1",), "adviser opt-out rate"),
    "OC3": ("client or adviser", "misses a booked meeting", "less", (594, 2700), (612, 2900),
            0.14, date(2026, 12, 31), ("Calendar",), ("IM1",), "bookings per client"),
    "OC4": ("CS manager", "completes set-up call by day 5", "more", (96, 240), (164, 260),
            0.70, date(2026, 9, 30), ("CS", "Product"), ("IM2",), "call length"),
    "OC5": ("client", "books a second meeting within 30 days", "more", (616, 2200), (667, 2300),
            0.36, date(2026, 12, 31), ("Matching",), ("IM1", "IM2"), "refunds"),
}  # fmt: skip
# outcome, predicted, smallest worthwhile, kill in words, kill at, by day, after people, control,
# treatment, design, ages of evidence; domain theory §7 and its reference arithmetic
HYPOTHESES = {
    "H1": ("OC1", 0.06, 0.03, "below +2 pp after 6000 clients or by 2026-05-15", 0.02,
           date(2026, 5, 15), 6000, (930, 3000), (1068, 3000), Design.RANDOMISED, 60),
    "H2": ("OC1", 0.04, 0.03, "below +3 pp by 2026-08-31", 0.03,
           date(2026, 8, 31), None, (96, 300), (117, 300), Design.RANDOMISED, 45),
    "H3": ("OC2", 0.15, 0.08, "below +5 pp by 2026-04-30", 0.05,
           date(2026, 4, 30), None, (312, 600), (396, 600), Design.RANDOMISED, 70),
    "H4": ("OC3", -0.05, -0.03, "less than 1.5 pp reduction by 2026-06-30", -0.015,
           date(2026, 6, 30), None, (88, 400), (756, 3600), Design.HOLDBACK, 30),
    "H5": ("OC4", 0.20, 0.10, "below +5 pp by 2026-05-31", 0.05,
           date(2026, 5, 31), None, (48, 120), (82, 130), Design.PRE_POST, 40),
    "H6": ("OC5", 0.05, 0.03, "below +1.5 pp after 4000 clients", 0.015,
           None, 4000, (560, 2000), (584, 2000), Design.RANDOMISED, 25),
}  # fmt: skip
# verdict, π before the result, E[θ], P(θ≥δ*), P(θ>0), C, day; §7's computed results
VERDICTS = {
    "H1": (Finish.SUPPORTED, 0.339, 0.0425, 0.848, 1.000, 6.11, date(2026, 5, 1)),
    "H3": (Finish.SUPPORTED, 0.342, 0.1310, 0.963, 1.000, 5.30, date(2026, 5, 1)),
    "H4": (Finish.INCONCLUSIVE, 0.268, 0.0094, 0.139, 0.690, 6.60, date(2026, 6, 24)),
    "H5": (Finish.SUPPORTED, 0.322, 0.1694, 0.845, 0.993, 5.50, date(2026, 5, 31)),
    "H6": (Finish.REFUTED, 0.206, 0.0104, 0.074, 0.778, 3.15, date(2026, 6, 5)),
}
EFFECT_AND_EASE = {"H1": (7, 8), "H2": (5, 9), "H3": (8, 8), "H4": (6, 10), "H5": (9, 9),
                   "H6": (5, 7)}  # fmt: skip
# (class, quality, relevance, age in days)
EVIDENCE = {
    "H1": [("self_conviction", 1, 1, 170), ("review", 1, 1, 160), ("user_evidence", 0.9, 1, 120),
           ("market_data", 0.8, 0.8, 110)],
    "H2": [("self_conviction", 1, 1, 150), ("anecdotal", 1, 1, 120)],
    "H3": [("estimate", 1, 1, 140), ("user_evidence", 1, 1, 100)],
    "H4": [("review", 1, 1, 150), ("anecdotal", 1, 1, 140), ("market_data", 1, 0.7, 140)],
    "H5": [("anecdotal", 1, 1, 130), ("user_evidence", 0.8, 1, 110)],
    "H6": [("thematic", 1, 1, 150), ("review", 1, 1, 150)],
}  # fmt: skip
# name, kind, origin, person-weeks, talks with customers, state, built from, released, hypothesis
OUTPUTS = {
    "OU1": ("instant slots on profile", "feature", "outcome", 6, 22, "measured",
            date(2026, 2, 15), date(2026, 4, 1), "H1"),
    "OU2": ("concierge call on day 2", "service", "outcome", 3, 2, "discovery",
            None, None, "H2"),
    "OU3": ("one-tap adviser reply by SMS", "feature", "outcome", 5, 8, "measured",
            date(2026, 3, 1), date(2026, 4, 10), "H3"),
    "OU4": ("time-zone fix in reminders + reschedule link", "fix", "outcome", 2, 5, "measured",
            date(2026, 5, 5), date(2026, 5, 20), "H4"),
    "OU5": ("onboarding playbook and call queue", "doc", "outcome", 3, 10, "measured",
            date(2026, 3, 25), date(2026, 4, 20), "H5"),
    "OU6": ("post-meeting summary with next slot", "feature", "outcome", 5, 0, "removed",
            date(2026, 3, 20), None, "H6"),
    "OU7": ("SSO for Bramley Bank", "feature", "deal", 12, 0, "released",
            date(2026, 3, 1), date(2026, 5, 29), None),
    "OU8": ("app redesign", "feature", "exec", 10, 0, "released",
            date(2026, 3, 15), date(2026, 6, 5), None),
}  # fmt: skip
