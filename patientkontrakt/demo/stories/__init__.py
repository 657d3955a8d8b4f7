"""The stories of the cast (model.md D11), told through care's own commands as they would have happened."""
