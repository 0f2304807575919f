"""The look and the manners that every page shares."""
