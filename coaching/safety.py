"""What no coach may answer, and what no answer may hold."""

import re
from typing import Final

from coaching.behaviours import words_of

HEALTH: Final = frozenset(
    words_of(
        "abscess allergic allergy antibiotic antibiotics arthritis aspirin bleed bleeding bleeds bloat "
        "bloated blood bloody cancer collapse collapsed collapses constipated constipation cough coughing "
        "coughs diabetes diagnose diagnosed diagnosis diarrhea diarrhoea disease dosage dose doses drooling "
        "epilepsy fever fleas fracture fractured gagging heatstroke ibuprofen ill illness infected infection "
        "inflamed injured injury itching itchy lame limp limped limping limps lump lumps medication medicine "
        "meds mites pain painful painkiller paracetamol parvo poison poisoned poisonous pregnant rash seizure "
        "seizures sick sprain sprained surgery swelling swollen symptom symptoms tablet tablets tumor tumour "
        "tylenol unconscious vaccinate vomit vomited vomiting vomits worms wound wounded xylitol"
    )
)
"""One of these in a question makes it a veterinarian's."""

HEALTH_PHRASES: Final = re.compile(
    r"\b(?:broken (?:leg|bone|tooth)|(?:won't|will not|not|stopped|refuses to|doesn't) (?:be )?(?:eat|eating|drink|"
    r"drinking)|throw(?:s|ing)? up|threw up|ate (?:some |a |the |my )?(?:chocolate|grapes?|raisins?|onions?|gum)|"
    r"can't (?:walk|stand|breathe|get up)|hard to breathe|trouble breathing|breath(?:es|ing) (?:heavily|fast|hard)|"
    r"hurts?|hurting|in pain|what is wrong with|losing (?:weight|hair))\b"
)

URGENT: Final = re.compile(
    r"\b(?:poison\w*|chocolate|xylitol|grapes?|raisins?|onions?|seizures?|blood\w*|bleed\w*|unconscious|collaps\w*|"
    r"breath\w*|bloat\w*|heatstroke)\b"
)

DECLINED: Final = (
    "That is a question for a veterinarian: I only see pictures and hear sounds, and I can't tell what is wrong with "
    "an animal. Please call your vet, and take the clips along."
)
DECLINED_URGENTLY: Final = (
    "Please call a veterinarian or an emergency clinic now: this can be urgent. I only see pictures and hear sounds, "
    "and I can't tell what is wrong with an animal."
)

AVERSIVE: Final = re.compile(
    r"\b(?:shock|prong|choke|e-?collar|alpha|dominan\w*|pack leader|punish\w*|scold\w*|yell\w*|shout\w*|hit|hits|"
    r"hitting|smack\w*|slap\w*|kick\w*|spank\w*|beat(?:ing)?|jerk\w*|pin (?:it|him|her|the dog)|rub (?:its|his|her) "
    r"nose|spray bottle|muzzle)\b"
)
"""Advice that we never give. Our own knowledge base says only that such things are left out."""

LEAKED: Final = re.compile(
    r"https?:|www\.|<\||\|>|```|\{|\}|\[|\]|<[a-z/]|@|#|\bas an ai\b|\blanguage model\b|\bsystem prompt\b|\bsmollm\b|"
    r"\binstructions?\b|\b(?:advice|topic|facts|quoted)\s*:|\breword|\bprompt\b|\bjson\b|\bassistant\b|\bpassword\b|\btoken\b"
)
"""What only a confused or misled model says."""


def is_medical(text: str) -> bool:
    """Whether it asks what only a veterinarian may answer."""
    lowered = text.lower().replace("\u2019", "'")
    return not HEALTH.isdisjoint(words_of(lowered)) or HEALTH_PHRASES.search(lowered) is not None


def declined(text: str) -> str:
    """What such a question is answered with."""
    return DECLINED_URGENTLY if URGENT.search(text.lower()) else DECLINED


def unfit(text: str) -> str | None:
    """Why a model's sentence is not said to anybody; None: nothing is wrong with its tone."""
    lowered = text.lower()
    if is_medical(lowered):
        return "medical"
    if AVERSIVE.search(lowered):
        return "aversive"
    if LEAKED.search(lowered):
        return "no advice"
    return None
