"""What happens to people that several partners record: emergencies, hospital stays, what practices code."""
