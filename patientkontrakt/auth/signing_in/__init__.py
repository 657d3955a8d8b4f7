"""People in and out: the sign-in page, identity providers, choosing an assignment, signing out."""
