"""Pages of the admin on which the register is kept."""
