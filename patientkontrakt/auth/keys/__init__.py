"""What is signed and hashed: our keys, how a signed text is read, and the form in which a secret is kept."""
