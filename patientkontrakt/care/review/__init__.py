"""The log reader's work (PDL 4 kap. 3 §; domain.md L-3): what to look at, one row of it, and what came of looking.

No clinical content and no patient's name is ever shown here.
"""
