"""Who saw or changed whose data, when and on what ground: appended, sealed, verified, rendered."""
