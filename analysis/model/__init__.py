"""What every room shares: paths, errors, the dictionary of columns, reading and writing tables."""
