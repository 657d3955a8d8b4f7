"""Fixed contacts: fast vårdkontakt, fast läkarkontakt, fast omsorgskontakt (FK-…, model.md D7)."""
