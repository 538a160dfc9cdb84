"""Pure functions over text: names, dates, numbers; every change explained."""
