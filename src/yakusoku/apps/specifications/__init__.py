"""Published versions of the 特記仕様書 and the papers that belong to it."""
