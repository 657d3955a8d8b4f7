"""Times: what is agreed, what is only called for, what is still missing (model.md D7)."""
