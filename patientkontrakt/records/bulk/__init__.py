"""Bulk exports: ordered, made page by page by the worker, fetched; the law asked each time."""
