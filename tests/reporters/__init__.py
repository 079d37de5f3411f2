"""Reports compared with kept ones, and with the schemas of their formats."""
