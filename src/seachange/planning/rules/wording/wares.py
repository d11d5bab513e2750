"""Things that are built, fitted, put on or handed out rather than programmed."""

from __future__ import annotations

from seachange.planning.rules.wording import nouns

# Only weighed among a goal's other words: no rule takes any of them for an output by itself.
# Those that are money, an act, or people about as often (*bank*, *train*, *order*) are left out.
WARES = nouns.both_numbers("""
    aircraft aisle alarm album allotment antenna appliance apron aquarium arena atlas auditorium
    avatar balcony barcode barn barrier bay bed bench bin boat boiler bollard bottle bridge bulb
    bunker bus cabin cabinet cable café cafeteria camera canal canopy canteen car carpet carton
    cartridge cctv ceiling charger chargepoint chassis chip chipset classroom clause clinic
    coating compost conveyor cooler copilot corridor cot cottage courtyard covenant crane crate
    creche cupboard curtain cylinder dam detector dish display ditch dock door doorbell dormitory
    drain drawer drone dryer duct ebike edition elevator emoji encyclopedia envelope exhibit
    exoskeleton extinguisher fan-zone farm fence ferry festival fibre film firmware fixture floor
    flume fob footbridge footpath forklift forum fountain fridge furnace furniture garage garden
    garment gate gauge gazebo generator glasshouse glove goggles grandstand greenhouse grid hammer
    handset hangar headset heater hedge helmet hob hoist hostel hydrant icebox inhaler insulation
    itinerary jacket jetty jig kettle keyboard kiln kitchen lab laboratory lamp lane laptop lathe
    ledger lifejacket lift lighting lock locker loom luggage mast mat mattress meal meter mixer
    monitor mould mural museum network nursery orchard oven pad paddock panel parade park parklet
    path pavement pavilion pier pipe pipework platform playground plinth plug podium pond pontoon
    pool pouch press printer projector prosthesis pump quay rack radar radiator rail railing ramp
    range recipe reel reservoir rig road robot roof roster rota roundabout route router safe
    sanctuary satellite scaffold scanner scooter seat sensor sewer shelf shelter shed showroom
    shower shuttle sidewalk sign silo simulator sink sleeve smartboard snack socket sofa
    soundtrack speaker sprinkler stadium staircase stall steriliser stove stretcher studio
    substation subway syllabus tablet tank tap terminal terrace textbook thermometer thermostat
    tile timetable toilet tooling tower toy tractor trail trailer tram transformer transmitter
    tray tree tripod trolley truck tunnel turbine turnstile uniform van valve ventilator viaduct
    waiver wall wallet ward wardrobe washroom waterway wetland wheelchair window workbench
    worksheet workstation yard
""")
