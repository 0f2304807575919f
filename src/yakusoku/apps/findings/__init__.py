"""What fell short, the corrective instruction, its reply and its verification."""
