"""The counter: the only place where the archive is opened. The law is asked and the access logged, every time."""
