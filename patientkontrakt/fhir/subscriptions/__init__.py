"""Topic-based subscriptions as R4 can say them (HL7 Subscriptions R5 Backport 1.1): topics, orders, notifications. Pure."""
