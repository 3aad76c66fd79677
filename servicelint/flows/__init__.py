"""What can be told of a flow by walking it: reach, ways, menus, metrics. Knows no rule, format or wording."""
