"""What the models let through, one kind of check a file (stack.md §2.2). Checks find, never change."""
