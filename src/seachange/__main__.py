"""`python -m seachange`: the command line."""

from seachange.cli.main import main

if __name__ == "__main__":
    main()
