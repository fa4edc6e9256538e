"""What those who run a chapter and those who read its executed copy have agreed upon."""

# The kind of output that holds what a figure is drawn from.
FIGURE = "application/vnd.tinh-so.figure+json"

# The key in the metadata of a cell of prose, or of an output with a caption, that holds what its
# inline expressions gave.
RESULTS = "user_expressions"

# Set in the environment where a build runs the chapter, and not a person.
BUILD = "TINH_SO_BUILD"
