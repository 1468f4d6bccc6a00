"""Columns that hold one written form of what people type in many."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from unionhall.accounts.phones import plain


def check_phone(typed: str) -> None:
    """Refuse what is no mobile number."""
    if not plain(typed):
        raise ValidationError(
            _("Enter a mobile number with 11 digits, such as 138 0013 8000."), code="phone_invalid"
        )


class PhoneField(models.CharField):
    """A mobile number: 11 digits on the mainland, "+" and country code elsewhere; none is NULL."""

    default_validators = [check_phone]

    def __init__(self, *args, **kwargs):
        kwargs["max_length"] = 20
        super().__init__(*args, **kwargs)

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return (plain(value) or value or None) if value is not None else None


class LowerEmailField(models.EmailField):
    """An e-mail address in small letters, so that one address is one account."""

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return value.strip().lower() if value else value
