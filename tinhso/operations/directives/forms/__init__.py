"""What a person may type about directives."""
