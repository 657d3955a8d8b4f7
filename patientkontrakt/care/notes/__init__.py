"""The patient's own notes: for herself alone, or for everybody who takes part (ux.md §3.6)."""
