"""What a password must be, where Django's own words are missing in a language."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import ngettext


class LongEnough(MinimumLengthValidator):
    def get_error_message(self) -> str:
        # Django 5.2 changed this sentence without its Chinese.
        return ngettext(
            "The password is too short. Use at least {} character.",
            "The password is too short. Use at least {} characters.",
            self.min_length,
        ).format(self.min_length)
