"""The access log as the patient reads it (PDL 8 kap. 5 §, K-5): on her page, as an extract, and ordered when it is old."""
