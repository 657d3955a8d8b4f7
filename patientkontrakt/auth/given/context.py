"""What a launch tells the app beside its tokens (SMART App Launch 2.2, "launch context"): one shape on the whole way."""

import json
from dataclasses import dataclass, replace
from typing import Any

_TOLD = ("encounter", "intent", "tenant")


@dataclass(frozen=True, slots=True)
class Context:
    """The patient in context, and what else was agreed when the app was opened.

    `relative` is the RelatedPerson a guardian acts as for that patient. `banner` says whether the app must show whose
    plan it is; `fhir_context` are references in the shape of the standard, `{"reference": "CarePlan/x"}` and `role`.
    """

    patient: str | None = None
    relative: str | None = None
    encounter: str | None = None
    fhir_context: tuple[dict[str, Any], ...] = ()
    intent: str | None = None
    tenant: str | None = None
    banner: bool = True

    def to_json(self) -> str | None:
        """What lies in a row beside `patient` and `relative`, which have columns of their own; None when nothing does."""
        told = {name: value for name in _TOLD if (value := getattr(self, name)) is not None}
        if self.fhir_context:
            told["fhirContext"] = list(self.fhir_context)
        if not self.banner:
            told["banner"] = False
        return json.dumps(told, sort_keys=True, separators=(",", ":")) if told else None

    def answer(self) -> dict[str, Any]:
        """The members of the token response; nothing that was not agreed."""
        told: dict[str, Any] = {name: value for name in _TOLD if (value := getattr(self, name)) is not None}
        if self.fhir_context:
            told["fhirContext"] = list(self.fhir_context)
        if self.patient:
            told |= {"patient": self.patient, "need_patient_banner": self.banner}
        return told

    def about(self, patient: str | None, relative: str | None = None) -> "Context":
        """The same launch, about this patient."""
        return replace(self, patient=patient, relative=relative)


def from_row(patient: str | None, relative: str | None, kept: str | None) -> Context:
    """The context of a code's or family's row."""
    told = json.loads(kept) if kept else {}
    return Context(
        patient,
        relative,
        encounter=told.get("encounter"),
        fhir_context=tuple(told.get("fhirContext", ())),
        intent=told.get("intent"),
        tenant=told.get("tenant"),
        banner=told.get("banner", True),
    )
