"""Lists of societies, support units and accounts: a workbook or pasted lines → rows → what they
would change → the change, in one transaction."""
