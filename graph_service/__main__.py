"""`python -m graph_service`: the command line, where its script is not on the path."""

from graph_service.cli import main

if __name__ == "__main__":
    main()
