"""What ``spotsmith`` can be told to do, one file for each kind of work. Heavy imports wait until a command runs."""
