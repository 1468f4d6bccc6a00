"""`{% load accounts %}`."""

from django import template

from unionhall.accounts.devices import device

register = template.Library()
register.filter(device)
