"""The doors of OpenRosa, and the pages about them."""
