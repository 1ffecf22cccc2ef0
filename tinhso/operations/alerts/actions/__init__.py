"""What can be done with rules, alerts, silences and duties."""
