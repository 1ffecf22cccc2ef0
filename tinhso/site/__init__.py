"""The front door: settings, urls, the home of each kind of person. Knows everyone, is known by no one."""
