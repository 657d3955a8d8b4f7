"""What is said of an entry after it was written: that it is wrong, that she disagrees, that it is withheld or given out."""
