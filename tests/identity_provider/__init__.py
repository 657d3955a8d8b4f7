"""An OpenID provider in a process of its own, with keys of its own, that can be told to do everything wrong."""
