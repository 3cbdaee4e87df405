"""Official documents of the inspection, in the layout of GB/T 9704-2012."""
