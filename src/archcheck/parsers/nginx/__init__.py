"""nginx configuration: its syntax, the routes it makes, the policies it sets."""
