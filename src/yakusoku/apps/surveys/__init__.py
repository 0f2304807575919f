"""Surveys: what is asked, of whom, until when; versions of the questionnaire."""
