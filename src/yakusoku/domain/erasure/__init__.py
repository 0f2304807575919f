"""What must be proven before an engagement closes."""
