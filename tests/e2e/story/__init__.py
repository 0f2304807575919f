"""The whole life of one engagement, in the order in which it is lived."""
