"""The authorization server: who you are, what a client may ask, and the tokens that say so.

It knows accounts, assignments, clients and tokens; it never sees care data (model.md "People and sign-in").
Authlib carries the wire format; every guarantee of security.md R5-R7 is kept in our own SQL.
"""
