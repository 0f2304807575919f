"""Files: what was uploaded or made, kept by content. Who may see a file is decided by the apps above."""
