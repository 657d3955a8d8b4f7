"""How a request shows who sends it: token, DPoP proof, a client's key or secret; and the brakes on who tries."""
