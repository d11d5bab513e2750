"""The verbs of goals, sorted by what they say about the one who does them.

A list holds base forms in British spelling, phrasal verbs with an underscore; the forms and
the American spellings are worked out. Verbs that stand in several lists are told apart by
their place in the sentence: *clients complete a form* is an act, *complete the form* is ours.
"""

from __future__ import annotations

from functools import lru_cache

from seachange.planning.rules.wording.inflection import Form, verb_forms


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Said by makers of themselves: what follows is a thing made.
MAKE = _words("""
    adapt add appoint approve archive assemble author automate backfill brand bring_in bring_out
    broadcast build bundle carry_out carve_out certify choose clean_up clear close_down code
    commission compile complete configure connect consolidate construct containerise cover craft
    create curate customise cut_over decommission define delete deliver deploy deprecate design
    develop digitise display distribute document draft draw_up embed encrypt engineer enter_into
    equip establish export fabricate filter finalise finish fit fix formalise found furnish get_rid
    go_live hand_over harden hire illustrate implement import incorporate insert insource install
    instrument integrate introduce invest kick_off launch lay lazy-load link localise merge
    migrate modernise modularise mount offer onboard open open-source outsource overhaul package
    patch pay_down phase_out pilot plant port post prepare print procure produce prototype
    provide put_out
    provision publish rearchitect rebrand rebuild reconfigure record recruit redesign redevelop
    redo refactor refine refresh refurbish relaunch release remodel remove rename renovate
    reorganise repair replace replatform restructure restyle retire revamp rewire rewrite roll_out
    scaffold script select set_up ship shortlist shut_down sign_off sort specify spin_up stand_up
    standardise stream sunset support surface swap_out switch_off switch_on sync take_down tear_down
    template tokenise train transition translate turn_off turn_on unveil update upgrade wind_down
    wire_up wireframe write
""")

# The same, met less often; none of them is as often a noun.
MAKE |= _words("""
    abolish accredit acquire allocate amend anonymise backport calibrate centralise clone close_out
    co-design codify collate commercialise convene decentralise declutter decouple dedupe demolish
    devise digitalise disband discontinue dismantle dispose divest dockerise downsize electrify
    enact encode enforce enlist enrich erect excavate exit fine-tune fit_out fluoridate forge
    harmonise industrialise insulate internationalise invent isolate itemise kit_out lay_out
    liquidate lodge manufacture map_out mechanise minify mobilise mothball nationalise notarise
    offload offshore onshore operationalise orchestrate outfit outlaw parallelise partition pave
    populate prefabricate preload preserve productise proofread pseudonymise purge ratify
    re-engineer reallocate rebalance recalibrate reclad recode recondition rectify redact redeploy
    redirect redraft reengineer refinance reforest reformat reformulate regenerate rehouse
    reinforce reinstate reissue reintroduce rejig relabel reline relocate remap remaster remediate
    repaint repave repeal reprint reprogram repurpose reroute rerun reshape reshore resize
    resurface retender retool retrain retrofit revise revitalise reword rezone sanitise shelve
    solder spin_off spin_out strip_out subdivide subtitle systematise tabulate terminate
    timetable transcribe transpile typeset unbundle undertake unwind upcycle vacate vectorise
    barcode delist dig drill eradicate glaze hang mow pedestrianise ring-fence ringfence
    tarmac animate dub film ventilate weld wind_up winterise wrap_up write_up
""")

# Said by makers of something that stands already; an output only if its object is a thing.
IMPROVE = _words("""
    enhance expand improve optimise polish rationalise scale secure simplify speed_up streamline
    strengthen tidy_up transform tune
""")

# Said by makers of what they put elsewhere or together; of a rate it only says that it moves.
SHIFT = _words("""
    bring combine connect convert extend join link merge move put rework separate shift split
    switch transfer unify
""")
# Makers' verbs that can have a business result for an object: *deliver savings*, *build pipeline*.
BRING_ABOUT = _words("add bring_in build create deliver generate launch produce")

# Said by makers of their effort: it leaves nothing behind by itself.
TOIL = _words("""
    a/b_test align analyse answer arrange ask assess attend audit benchmark book brainstorm
    brief burn calculate call chair check close coach collect complete conduct consult contact
    coordinate debrief demo discuss do e-mail email engage estimate evaluate examine experiment
    explore facilitate follow_up forecast gather give groom handle hold host identify inspect
    interview investigate invite iterate join learn liaise listen log look_into mail map meet
    mentor message monitor network notify observe organise participate perform phone ping pitch
    plan post prepare present prioritise process prospect quantify question reach_out read
    reflect remind reply report research resolve respond review ring run schedule screen send
    shadow showcase sit_in source speak spend study survey synthesise talk test tour track
    triage tweet validate verify visit watch work
""")

# Said of a number.
RAISE = _words("""
    accelerate boost double drive_up gain grow improve increase lift maximise multiply push_up
    quadruple raise step_up strengthen treble triple
""")
LOWER = _words("""
    avoid bring_down cap cut cut_back decrease diminish drive_down drop eliminate halve hold_down
    keep_down limit lower minimise prevent push_down reduce scale_back
    shave shorten shrink slash stop trim
""")
REACH = _words("""
    achieve attain become bring deliver drive earn ensure exceed gain generate get go have hit
    hold keep maintain make move obtain outperform pass put reach realise retain score secure
    see shift surpass sustain take top turn unlock
""")

# These say by how much.
DOUBLING = _words("""
    double doubled doubles halve halved halves quadruple treble triple tripled triples
""")

# Said to people so that they act; the act is theirs.
CAUSE = _words("""
    bring convert convince drive encourage entice get have help incentivise inspire lead make
    motivate move nudge persuade prompt push shift support turn
""")
# Said to people so that they may act; whether they do is left open.
PERMIT = _words("allow empower enable let permit")
GRANT = _words("equip give grant offer provide supply")
TEACH = _words("brief coach educate onboard teach train upskill")

# A business result in the form of a verb.
EARN = _words("break_even cross-sell earn monetise outsell resell sell upsell")
# A business result if what follows is money, a deal or a count of customers.
WIN = _words("""
    acquire add attract bank book bring_in capture close displace generate land raise renew
    save secure
    sign sign_up win win_back
""")
# People said to yield a business result rather than to act.
YIELD = _words("bring bring_in contribute deliver generate represent yield")

# What people have in mind rather than do.
ATTITUDE = _words("""
    admire adore appreciate believe consider desire dislike doubt enjoy fear feel grasp hate
    hope intend know like love mistrust perceive prefer realise recognise regard respect suspect
    think trust understand value want wish worry
""")
# Nobody does anything.
STATE = _words("""
    belong consist contain cost deserve exist have include lack matter own possess remain seem
""")
RECEIVE = _words("benefit experience gain get receive suffer")
MAY = _words("able can could may might")
AUXILIARY = _words("""
    are aren't be been being can't cannot did didn't do does doesn't don't had hadn't has hasn't
    have haven't is isn't must shall should to was wasn't were weren't will won't would wouldn't
""")
HELPING = AUXILIARY | MAY
# These carry another verb: *start to pay*, *need to open*, *tend to leave*.
CARRY = _words("""
    begin choose continue decide fail forget go_on keep learn manage need opt prefer proceed
    start stop tend try want
""")

# What people can be watched doing. It need not be whole: whatever stands right after a group of
# people is taken for an act unless it is one of the words above.
ACT = _words("""
    breastfeed feed freeze harvest lock shed sow
    abandon accept access acknowledge act activate add adopt advise answer apply approve arrange
    arrive ask assign attach attempt attend authorise back_up bid block board book bookmark
    borrow breach break browse build buy bypass call cancel carry catch challenge change charge
    chase chat check check_in check_out choose claim clean click close collaborate collect come
    come_back comment commit commute compare complain complete configure confirm connect consent
    consult consume contact continue contribute convert cook cooperate copy correct create
    customise cycle debug decide decline delay delegate delete deliver deploy deposit dial dine
    disable discount discover discuss dispute divert donate downgrade download draft drink drive
    drop drop_off drop_out e-mail eat edit email enable end endorse enforce engage enquire enrol
    enter escalate estimate exchange exercise exit experiment explore export extend file fill
    fill_in filter find finish fix flag fly follow forget forward fulfil fund gather give
    give_up go grade grant greet guide hand_in hand_over handle help hire hit host identify
    ignore implement import inform initiate insert inspect install insure integrate intervene
    interview introduce invest invite invoice issue join jump label land launch lead learn lease
    leave lend link list listen log log_in log_on log_out look look_up lose mail make manage mark
    match measure meet mention merge message migrate miss moderate monitor move mute negotiate
    nominate notify observe offer onboard open operate opt_in opt_out order organise overpay
    override overrule park participate pass pause pay perform phone pick pick_up pilot pin pitch
    place plan plant play pledge plug_in post postpone practise pre-order prepare prepay
    prescribe present press print process produce promote propose provide publish purchase push
    query queue quit quote raise rank rate re-engage re-enter reach react read reapply reassign
    rebook recommend reconcile record recover recycle redeem refer refill refund refuse register
    reinstall reject release remind remove renew rent reopen reorder repair repay repeat replace
    replay reply report repurchase request resell reserve reset resolve respond restart restock
    restore resubmit resubscribe resume retain retake retire return reuse review revisit reward
    rewrite ride ring roll_back route run sample save scan schedule scroll search select
    self-serve sell send separate serve set set_up settle share shift ship shop show show_up
    sign sign_in sign_off sign_out sign_up sit skip sleep snooze solve sort speak spend split
    start stay stock stop store stream study submit subscribe suggest supply support surrender
    swap swim swipe switch sync tag take take_part take_up talk tap teach tell test text throw
    top_up track trade train transact type transfer translate travel treat try tune_in turn_down
    turn_off turn_on turn_up tweet unblock unenrol unfollow uninstall unlock unplug unsubscribe
    update upgrade upload upvote use utilise vaccinate validate verify view visit volunteer vote
    wait walk walk_in wash watch wear withdraw work write
""")
# In the past they need no object: *users returned*; others were done to somebody.
MOVES_ITSELF = _words("""
    abandon accept act adopt answer apply arrive attend browse buy call cancel choose click come
    come_back comment complete convert decline donate download drop drop_out enrol finish give
    go install join leave log_in make open opt_in opt_out order pay post read rejoin renew
    reorder repeat reply report respond return save search share shop sign sign_in sign_up start
    stay stop submit subscribe switch turn_up uninstall unsubscribe upgrade upload use vote
    write
""")
USE = _words("adopt employ try use utilise")

EVERY = (
    MAKE | IMPROVE | SHIFT | TOIL | RAISE | LOWER | REACH | CAUSE | PERMIT | GRANT | TEACH
    | EARN | WIN | YIELD | ATTITUDE | STATE | RECEIVE | CARRY | ACT
)  # fmt: skip


def _lookup() -> dict[str, frozenset[tuple[str, Form]]]:
    found: dict[str, set[tuple[str, Form]]] = {}
    for lemma in EVERY:
        base = lemma.split("_")[0]
        for form, written in verb_forms(base).items():
            for word in written:
                found.setdefault(word, set()).add((base, form))
    return {word: frozenset(readings) for word, readings in found.items()}


FORMS = _lookup()
PARTICLES = frozenset(lemma.split("_")[1] for lemma in EVERY if "_" in lemma)


_HALVES = frozenset(
    "auto batch bulk cross double e fast hand live video voice self spot web".split()
)
_PREFIXES = ("re", "un", "over", "under", "pre", "mis", "out", "co")


# Words asked again and again; the rest of the language passes through.
REMEMBERED = 1 << 14


@lru_cache(maxsize=REMEMBERED)
def readings(norm: str) -> frozenset[tuple[str, Form]]:
    """Return every (base form, form) a word may be; none if it is no verb we know.

    *rejoin* and *unlist* are read from *join* and *list*.
    """
    if norm in FORMS:
        return FORMS[norm]
    for prefix in _PREFIXES:
        rest = norm.removeprefix(prefix).removeprefix("-")
        if rest != norm and len(rest) > 2 and rest in FORMS:
            return frozenset((prefix + base, form) for base, form in FORMS[rest])
    before, hyphen, last = norm.partition("-")
    if hyphen and before in _HALVES and last in FORMS:  # *e-prescribe*, *video-call*
        return frozenset((f"{before}-{base}", form) for base, form in FORMS[last])
    return frozenset()


def base_form(norm: str, particle: str = "") -> str:
    """Return the base form, with its particle where the two belong together."""
    bases = sorted({base for base, _form in readings(norm)})
    if particle:
        return next((f"{b}_{particle}" for b in bases if f"{b}_{particle}" in EVERY), norm)
    return bases[0] if bases else norm


def is_act(norm: str) -> bool:
    """Tell whether a word is the base form of something people can be watched doing."""
    return norm in ACT


def is_form(norm: str, *forms: Form) -> bool:
    """Tell whether a word may be one of these forms of a verb we know."""
    return any(form in forms for _base, form in readings(norm))
