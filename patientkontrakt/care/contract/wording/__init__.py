"""What is said to the patient when something in her plan has changed: sentences in plain Swedish and English. Pure."""
