"""What is true about promises: pure rules on frozen values, standard library only."""
