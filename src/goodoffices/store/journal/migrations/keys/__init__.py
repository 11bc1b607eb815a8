"""Steps of the file that holds the keys of bodies."""
