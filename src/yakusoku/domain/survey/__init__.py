"""Surveys: tables whose every number can be traced, and a checker for tables that others printed."""
