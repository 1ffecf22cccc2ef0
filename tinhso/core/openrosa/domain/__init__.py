"""Forms as ODK Collect reads them, submissions as it writes them, answers as OpenRosa 1.0 wants them."""
