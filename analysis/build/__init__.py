"""From one end to the other: the stages in their order, one command at a time, all or nothing."""
