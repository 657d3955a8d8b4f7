"""Promises: mitt ansvar and vårdens ansvar, each with an owner, plain words and a when (K-1, model.md D5)."""
