"""For people who add figures: add, check, and see what changes."""
