"""Delivery in the menu of those who may read it."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from oneplace.web.accounts.permissions import Action, Permission, Resource
from oneplace.web.entries import Entry


class DeliveryConfig(AppConfig):
    """Milestones, actions, risks, issues, commentary and meetings."""

    name = "oneplace.web.delivery"
    entries = (
        Entry(
            "delivery:overview",
            85,
            footer=_("Delivery"),
            title=_("Delivery"),
            about=_("milestones, actions, risks, issues, meetings"),
            needs=Permission(Action.READ, Resource.DELIVERY),
        ),
        Entry(
            "delivery:plan",
            86,
            title=_("The plan"),
            about=_("Gantt chart, critical path, roadmap, milestones, workstreams"),
            needs=Permission(Action.READ, Resource.DELIVERY),
        ),
        Entry(
            "delivery:assurance",
            87,
            title=_("Duties, risks, benefits and lessons"),
            about=_("equality, privacy, section 75, boards, quorum, heatmap, benefits, improvement, lessons learnt"),
            needs=Permission(Action.READ, Resource.DELIVERY),
        ),
        Entry(
            "delivery:urgent",
            88,
            title=_("Urgent decisions"),
            about=_("special urgency, report to the council, decisions without notice"),
            needs=Permission(Action.READ, Resource.DELIVERY),
        ),
    )
