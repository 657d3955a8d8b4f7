"""Subscriptions at the counter: who keeps which, what changes concern them, and how they are told, all under the law."""
