"""Infrastructure: telecom, network, sensors, security."""
