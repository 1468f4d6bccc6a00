from tests.cast import cast, english, signed_in, units  # noqa: F401
