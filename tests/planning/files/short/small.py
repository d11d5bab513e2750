"""A small plan of a bicycle workshop, written short, and the same written out."""

from __future__ import annotations

from datetime import date

AS_OF = date(2026, 6, 30)
SHORT = """\
outcomes:
  OC1: {actor: rider, behaviour: books a check within 30 days, base: 31/100, drives: IM1}
impacts:
  IM1: {name: Rides}
outputs:
  OU1: {name: text reminder, kind: feature, origin: team, effort: 2, contacts: 4,
        released: 2026-04-01, holdback: 0.1, verdict: 2026-05-01, hyp: H1}
  OU2: {name: lamp for City Couriers, origin: deal, effort: 3, contacts: 0, state: killed}
  OU3: {name: call, kind: service, state: testing, hyp: H2, evidence: [anecdotal, review]}
  OU4: {name: sticker, hyp: H3, released: 2026-04-02, verdict: supported 2026-05-02}
hypotheses:
  H1: {outcome: OC1, predicted_pp: 30, min_pp: 3,
       kill: below +2 pp after 6000 riders or by 2026-05-15, control: 930/3000,
       treatment: 1900/3000, design: holdback}
  H2: {outcome: OC1, predicted_pp: -4.5, min_pp: -3, kill: less than 1.5 pp reduction by 2026-06-30}
  H3: {outcome: OC1, output: OU4}
ideas_closed: {released: 2, killed_by_evidence: [OU2, ID9], killed_otherwise: [ID10]}
tests_analysed: [H1, H2, fake door for H2, a stroll round town]
requests:
  R1: {from: sales, asks: a lamp, need: they ride at night, linked: OU2, decision: build,
       reason: they ride at night, replied: yes}
  R2: {from: rider, asks: a pump, age_days: 30, replied: 2026-06-29}
  R3: {from: CEO, asks: a bell, decision: no, need: null}
  R4:
deals:
  D1: {customer: City Couriers, value: 2.5k, stage: won 2026-02-20, commitments: [C1],
       handover: 2026-02-25}
  D2: {customer: Post, value: 900, stage: in review, commitments: C2, seller: lea}
commitments:
  C1: {text: lamps, delivered: 2026-05-29, label_at_signing: vision,
       signoffs: {sales: yes, engineering: yes-if, cs: missing}}
  C2: {text: bells, signoffs: {cs: "no"}, outcome: rejected; offer lamps}
vision: {category: repair, from: queues, to: none, why_now: [cheap parts], fluent_sellers: 1/2}
objective: {text: safe rides, team: Desk, key_results: [OC1, Sell 5 lamps by June]}
roadmap:
  3m: [OC1, "Q1: why at night?", H2]
  6m: []
  9m: "theme: quiet brakes"
  12m: ["vision milestone: repair within the hour"]
  RM7: {title: by hand, item_kind: theme, horizon: 6}
  audience: [sales, cs, leaders]
"""
LONG = """\
teams:
  Desk: {name: Desk}
members:
  seller-1: {name: seller 1 of 2, role: sales}
  seller-2: {name: seller 2 of 2, role: sales}
  lea: {name: lea, role: sales}
visions:
  VI1: {state: live, category: repair, from_state: queues, to_state: none, why_now: [cheap parts]}
milestones:
  VM-repair-within-the-hour: {vision: VI1, text: repair within the hour}
metrics:
  M-OC1: {state: live, numerator: books a check within 30 days, denominator: rider, window: 30 days}
impacts:
  IM1: {name: Rides}
outcomes:
  OC1: {actor: rider, behaviour: books a check within 30 days, metric: M-OC1, baseline: 31/100}
driver_links:
  OC1-IM1: {outcome: OC1, impact: IM1}
ideas:
  ID9: {state: killed}
  ID10: {state: killed}
customers:
  City Couriers: {name: City Couriers}
  Post: {name: Post}
outputs:
  OU1: {name: text reminder, state: measured, effort_weeks: 2, released_on: 2026-04-01}
  OU2: {name: lamp for City Couriers, state: removed, origin: deal, effort_weeks: 3,
        customers: [City Couriers]}
  OU3: {name: call, state: discovery, output_kind: service}
  OU4: {name: sticker, state: measured, released_on: 2026-04-02}
releases:
  RL-OU1: {output: OU1, state: partial, share: 0.9, holdback_share: 0.1, released_on: 2026-04-01}
contacts:
  CT-OU1: {conversations: 4, outputs: [OU1]}
hypotheses:
  H1:
    state: supported
    output: OU1
    outcome: OC1
    criteria: {predicted: 0.3, smallest_worthwhile: 0.03, success_on: 2026-05-15, kill_below: 0.02,
               kill_state: below +2 pp after 6000 riders or by 2026-05-15, kill_after_people: 6000,
               kill_on: 2026-05-15}
  H2:
    output: OU3
    outcome: OC1
    criteria: {predicted: -0.045, smallest_worthwhile: -0.03, success_on: 2026-06-30,
               kill_state: less than 1.5 pp reduction by 2026-06-30, kill_below: -0.015,
               kill_on: 2026-06-30}
  H3: {output: OU4, outcome: OC1}
assumption_tests:
  T-H1: {state: analysed, hypothesis: H1, method: holdback, design: holdback, stage: release,
         control: 930/3000, treatment: 1900/3000, planned_control_share: 0.1}
  T-H2: {state: analysed, hypothesis: H2}
  T-H2-fake-door: {state: analysed, hypothesis: H2, method: fake door}
  T-a-stroll-round-town: {state: analysed, method: a stroll round town}
evidence:
  E-H1: {hypothesis: H1, assumption_test: T-H1, evidence_class: launch_data, bearing: 1,
         design: holdback, source: T-H1, observed_on: 2026-05-01}
  E-OU3-anecdotal: {output: OU3, evidence_class: anecdotal, bearing: 1}
  E-OU3-review: {output: OU3, evidence_class: review, bearing: 1}
  E-OU2-against: {output: OU2, bearing: -1}
  E-ID9-against: {idea: ID9, bearing: -1}
verdicts:
  V-H1-2026-05-01: {hypothesis: H1, finish: supported, decided_on: 2026-05-01, evidence: E-H1}
  V-H3-2026-05-02: {hypothesis: H3, finish: supported, decided_on: 2026-05-02}
decisions:
  DE-OU2: {choice: kill, output: OU2, evidence: E-OU2-against}
  DE-ID9: {choice: kill, idea: ID9, evidence: E-ID9-against}
  DE-ID10: {choice: kill, idea: ID10}
  DE-C2: {name: bells, choice: no, alternatives: [offer lamps]}
questions:
  Q1: {text: why at night?}
objectives:
  OB1: {state: committed, text: safe rides, teams: [Desk]}
key_results:
  OB1-OC1: {objective: OB1, outcome: OC1}
  OB1-KR2: {objective: OB1, text: Sell 5 lamps by June}
feature_requests:
  R1: {state: replied, asked_by: sales, origin: sales, asked: a lamp, need: they ride at night,
       output: OU2, choice: build, reason: they ride at night, reply: "yes"}
  R2: {state: replied, asked_by: rider, asked: a pump, received_on: 2026-05-31,
       replied_on: 2026-06-29}
  R3: {state: decided, asked_by: CEO, origin: exec, asked: a bell, choice: no}
  R4:
boards:
  B-D1: {functions: [sales, engineering, customer_success]}
  B-D2: {functions: [customer_success]}
deals:
  D1: {state: handed over, customer: City Couriers, value: 2500, board: B-D1, won_on: 2026-02-20,
       handed_over_on: 2026-02-25}
  D2: {state: in review, customer: Post, value: 900, board: B-D2, seller: lea}
commitments:
  C1: {state: delivered, deal: D1, text: lamps, maturity: vision, delivered_on: 2026-05-29}
  C2: {state: rejected, deal: D2, text: bells}
sign_offs:
  S-C1-sales: {commitment: C1, function: sales}
  S-C1-engineering: {commitment: C1, function: engineering, answer: yes-if}
  S-C2-cs: {commitment: C2, function: customer_success, answer: no}
roadmap:
  RM-OC1: {state: now, outcome: OC1, source: outcome}
  RM-Q1: {state: now, item_kind: question, question: Q1, source: outcome}
  RM-H2: {state: now, item_kind: hypothesis, hypothesis: H2, source: outcome}
  RM-quiet-brakes: {item_kind: theme, title: quiet brakes, horizon: 9}
  RM-VM-repair-within-the-hour: {item_kind: vision_milestone, horizon: 12, source: vision,
                                 milestone: VM-repair-within-the-hour}
  RM7: {title: by hand, item_kind: theme, horizon: 6}
roadmap_views:
  RV: {audience: [sales, customer_success, leadership]}
fluency_checks:
  F-seller-1: {member: seller-1, passed: true}
"""
