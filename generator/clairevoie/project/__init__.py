"""The operator's files as frozen dataclasses."""
