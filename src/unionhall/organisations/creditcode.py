"""The unified social credit code of an organisation in China, GB 32100-2015."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Digits and capital letters without I, O, S, V and Z.
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
EXAMPLE = "91350100M000100Y43"  # the standard's own


def check_character(first_17: str) -> str:
    """The 18th character that belongs to the first 17; raises ValueError for a foreign character."""
    total = sum(
        ALPHABET.index(character) * weight
        for character, weight in zip(first_17, WEIGHTS, strict=True)
    )
    return ALPHABET[-total % 31]


def is_credit_code(text: str) -> bool:
    """Whether the text is 18 characters of the alphabet with the right last one."""
    return (
        len(text) == 18
        and all(character in ALPHABET for character in text)
        and check_character(text[:17]) == text[17]
    )


def check_credit_code(text: str) -> None:
    """Validate a form field; raises ValidationError with an example of a right value."""
    if not is_credit_code(text):
        raise ValidationError(
            _("Not a unified social credit code: 18 characters such as %(example)s."),
            params={"example": EXAMPLE},
        )
