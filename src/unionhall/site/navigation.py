"""What stands in the navigation, by what the reader's offices can do."""


def navigation(request):
    return {}
