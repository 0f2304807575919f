"""The running site: settings, addresses and the server. The only place that knows every app."""
