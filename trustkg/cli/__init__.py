"""The command line: options, lazy imports, one call each.

The only room that prints and chooses exit codes: 0 everything holds, 1 findings at or above
the gate, 2 could not run.
"""
