"""A town to try the program with: みなと市 and its contractors. Nothing here exists in reality."""
