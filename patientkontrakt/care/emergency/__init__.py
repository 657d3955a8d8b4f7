"""Emergency access (nödöppning) in two steps: who has data, then open; and the two decisions that stand beside it."""
