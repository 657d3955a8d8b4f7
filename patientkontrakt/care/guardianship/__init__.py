"""What a unit decides about a child's reading and a guardian's: closed, extended, or mature enough (G2, G3, P5)."""
