"""The pages of staff as people use them, without JavaScript."""
