"""From a finding to its closure."""
