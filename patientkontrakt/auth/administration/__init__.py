"""What the register of people, administrators and operators change, and the log of it."""
