"""Sites of 湖北."""
