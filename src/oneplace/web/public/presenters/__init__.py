"""What each public page shows: values that its template prints as they are."""
