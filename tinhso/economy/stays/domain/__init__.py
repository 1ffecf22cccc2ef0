"""The craft of stays: states, prices, calendars, the columns of the notice of stay. No database, no clock."""
