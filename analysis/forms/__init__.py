"""What a form is: its layout, the words, units, periods and places that it may be filled in with."""
