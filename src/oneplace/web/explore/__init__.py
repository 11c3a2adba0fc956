"""Any measure by any breakdown and period, beside another: for whoever works with the numbers."""
