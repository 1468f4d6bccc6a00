"""`unionhall employers add`."""

from unionhall.organisations import actions, console
from unionhall.organisations.classes import INDUSTRIES, OWNERSHIPS
from unionhall.organisations.models import Employer


class Command(console.ActCommand):
    help = "Enters an employer, and ties the union of its workers to it."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--name", required=True)
        parser.add_argument("--credit-code", help="unified social credit code, 18 characters")
        parser.add_argument("--division", metavar="CODE")
        parser.add_argument("--trade", default="")
        parser.add_argument(
            "--industry", default="", choices=list(INDUSTRIES), help="section of GB/T 4754"
        )
        parser.add_argument("--ownership", default="", choices=list(OWNERSHIPS))
        parser.add_argument("--size", default="", choices=Employer.Size.values)
        parser.add_argument("--workers", type=int)
        parser.add_argument("--organisation", metavar="CODE", help="its enterprise or joint union")

    def handle(self, **options):
        employer = Employer(
            name=options["name"],
            credit_code=options["credit_code"],
            division=console.division(options["division"]),
            trade=options["trade"],
            industry=options["industry"],
            ownership=options["ownership"],
            size=options["size"],
            workers=options["workers"],
        )
        union = console.organisation(options["organisation"]) if options["organisation"] else None
        self.done(options, lambda **when: actions.add_employer(employer, union=union, **when))
        self.tell(
            options,
            {"id": employer.pk, "name": employer.name, "credit_code": employer.credit_code},
        )
