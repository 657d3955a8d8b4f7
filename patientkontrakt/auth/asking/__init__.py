"""Between the sign-in and the app: whom it is about, and what she lets it do."""
