"""`python -m trustkg` is the `trustkg` command."""

from trustkg.cli.app import main

main()
