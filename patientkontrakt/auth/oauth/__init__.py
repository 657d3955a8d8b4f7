"""The protocol for programs: requests, grants, tokens, metadata, the endpoints that answer JSON."""
