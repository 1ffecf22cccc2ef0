"""A mail server that delivers nothing: it keeps what it is given and shows it, on loopback. SMTP is aiosmtpd's."""
