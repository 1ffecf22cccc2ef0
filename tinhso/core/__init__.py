"""Registers and engines that every system stands on."""
