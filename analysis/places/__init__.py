"""A province as the data know it."""
