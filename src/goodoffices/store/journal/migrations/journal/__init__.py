"""Steps of the journal's own file."""
