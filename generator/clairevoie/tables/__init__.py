"""The vocabulary: schema, checked rows, what was set aside, the store and the slices."""
