"""Who somebody is, and what she and her apps have been given: sign-ins, approvals, launches, codes, families of tokens."""
