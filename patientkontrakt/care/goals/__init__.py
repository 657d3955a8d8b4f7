"""Goals: the patient's own words first, five steps if wanted (model.md D6)."""
