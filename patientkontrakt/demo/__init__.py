"""The demo region: one fictitious region with people, plans and a year behind it (docs/demo.md). Demo mode only."""
