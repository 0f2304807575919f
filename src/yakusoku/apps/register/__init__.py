"""The register of engagements (委託台帳): filters, saved views, export and import."""
