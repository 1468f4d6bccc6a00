from tests.cast import cast, signed_in, units  # noqa: F401
