"""What a series of figures lets one conclude, in words."""
