"""Questions of a department and the advice it got (相談)."""
