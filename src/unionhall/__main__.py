from unionhall.site.cli import main

main()
