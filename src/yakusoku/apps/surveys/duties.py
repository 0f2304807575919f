"""What can be due about a survey, by its code. The apps above say when it is."""

# Those who have not answered are to be written to again.
REMIND = "survey.remind"
# Papers wait to be keyed, to be keyed by a second person, to have their differences settled.
KEY, KEY_AGAIN, SETTLE = "survey.key", "survey.key-again", "survey.settle"
