"""What the patient asks of care, and what care answers: Communications, and a work item so that somebody does."""
