"""The authorization server, over HTTP and below."""
