"""Which chart a table of a survey may become, and everything that is shown in it (docs/rules/survey-charts.md)."""
