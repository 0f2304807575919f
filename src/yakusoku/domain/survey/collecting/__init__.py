"""Collecting: answers by web and on paper become one row a respondent (docs/rules/survey-joining.md)."""
