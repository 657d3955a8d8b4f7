"""Spoiled examples of the profiles are judged and never an error; where they are still R4, FHIRPath and Python agree of them."""

import copy
import json
import random

from fhirpathpy import evaluate
from fhirpathpy.models import models
from hypothesis import given
from hypothesis import strategies as st

from patientkontrakt.fhir.profiles.demands import Rule
from patientkontrakt.fhir.profiles.judging import PROFILES
from patientkontrakt.fhir.validate import validate
from tests.fhir.profiles.sound import BREAKS, SOUND, changed
from tests.fhir.test_mutations import mutate

BY_NAME = {profile.name: profile for profile in PROFILES.values()}
EXAMPLES = [*SOUND.items(), *((name, changed(name, change)) for name, change, _ in BREAKS)]


@given(example=st.sampled_from(EXAMPLES), seed=st.integers(0, 2**32))
def test_a_spoiled_example_is_judged_as_its_fhirpath_judges_it(example, seed):
    name, body = copy.deepcopy(example)
    mutate(body, random.Random(seed))
    if body.get("resourceType") != BY_NAME[name].type:
        return
    issues = validate(body, [BY_NAME[name]])
    is_unsound = any(
        issue.code != "business-rule" or ".extension[" in issue.expression[0] for issue in issues
    )
    # fhirpathpy does not compare a primitive that has an extension
    if is_unsound or '"_' in json.dumps(body):
        return
    for rule in (each for each in BY_NAME[name].demands if isinstance(each, Rule)):
        assert evaluate(body, rule.expression, {}, models["r4"]) == [not rule.is_broken(body)], rule.key
