"""The review board (外部委託審査会): meetings, votes, decisions, conditions, minutes."""
