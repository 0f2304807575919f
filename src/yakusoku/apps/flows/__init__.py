"""What joins the other apps: home, overview and publication. No tables."""
