"""What can be done with the wall: choose a tile, write the briefing of a morning."""
