"""Days, moments, amounts and counts as people write them."""

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from unionhall.ui.pieces.html import needed

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = (
    pgettext_lazy("weekday", "Mon"),
    pgettext_lazy("weekday", "Tue"),
    pgettext_lazy("weekday", "Wed"),
    pgettext_lazy("weekday", "Thu"),
    pgettext_lazy("weekday", "Fri"),
    pgettext_lazy("weekday", "Sat"),
    pgettext_lazy("weekday", "Sun"),
)


def weekday_name(value: date) -> str:
    """周六, Sat."""
    return str(WEEKDAYS[value.weekday()])


def chinese() -> bool:
    """Whether the page is read in Chinese."""
    return (get_language() or "").startswith("zh")


def signed(name: object, office: object) -> str:
    """王敏（区总工会权益保障部）, Wang Min (District federation, rights officer)."""
    return _("{name} ({office})").format(name=name, office=office)


def written(value: date, *, weekday: bool = False, year: bool = True) -> str:
    """2026年11月21日（周六）, 21 Nov 2026."""
    form = _("{day} {month} {year}") if year else _("{day} {month}")
    text = form.format(
        day=value.day, month=MONTHS[value.month - 1], number=value.month, year=value.year
    )
    if weekday:
        text = _("{weekday} {date}").format(weekday=weekday_name(value), date=text)
    return text


def day(value: date, *, weekday: bool | None = None, year: bool = True) -> SafeString:
    """A day with its machine-readable form; the weekday stands in Chinese unless `weekday=False`."""
    needed("day", value=value)
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    if not isinstance(value, date):
        raise TypeError(f"day: {value!r} is no date")
    text = written(value, weekday=chinese() if weekday is None else weekday, year=year)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), text)


def moment(value: datetime, *, year: bool = False) -> SafeString:
    """A moment in the federation's zone: 11月21日 14:05, 21 Nov 14:05."""
    needed("moment", value=value)
    if not isinstance(value, datetime):
        raise TypeError(f"moment: {value!r} is no moment")
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    text = f"{written(local.date(), year=year)} {local:%H:%M}"
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), text)


def money(value: Decimal | int, *, currency: str = "¥") -> SafeString:
    """¥ 1,234.56; a minus stands before the sign of the currency."""
    needed("money", value=value)
    amount = Decimal(value).quantize(Decimal("0.01"))
    sign = "−" if amount < 0 else ""
    return format_html(
        '<data class="money" value="{}">{}{}\u00a0{}</data>',
        amount,
        sign,
        currency,
        f"{abs(amount):,}",
    )


def counted(value: int) -> str:
    """12.3 万 in Chinese from ten thousand on, 12,345 otherwise."""
    if chinese() and abs(value) >= 10_000:
        scale, unit = (100_000_000, "亿") if abs(value) >= 100_000_000 else (10_000, "万")
        return f"{value / scale:,.1f}".removesuffix(".0") + f"\u00a0{unit}"
    return f"{value:,}"


def count(value: int) -> SafeString:
    """A count; the exact one stands in its title where it is shortened."""
    needed("count", value=value)
    if not isinstance(value, int):
        raise TypeError(f"count: {value!r} is no whole number")
    return format_html(
        '<data class="count" value="{}" title="{}">{}</data>', value, f"{value:,}", counted(value)
    )
