"""What a letter says, before it is laid out."""
