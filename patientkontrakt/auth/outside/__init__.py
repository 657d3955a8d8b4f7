"""Our calls out: where they may go, clients' key sets, and what identity providers publish and sign."""
