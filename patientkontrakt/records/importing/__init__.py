"""Import of files others wrote (model.md "Import"): bundles and NDJSON, atomic per file or per entry, nothing half-loaded."""
