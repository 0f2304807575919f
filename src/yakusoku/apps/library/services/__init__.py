"""Changes to what a contractor keeps and answers; each leaves an audit line."""
