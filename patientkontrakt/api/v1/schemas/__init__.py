"""The shapes of the domain API, named for the act: what comes in, and what is shown. Shape only; rules are care's."""
