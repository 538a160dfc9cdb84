"""Records in, people and their doubt out."""
