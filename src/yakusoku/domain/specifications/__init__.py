"""The annex to the contract: articles, versions and what changed between them."""
