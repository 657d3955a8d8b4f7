"""Our profiles, extensions and codes as tables: writes are judged by them, and they are published from the same rows."""
