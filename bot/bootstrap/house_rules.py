"""From settings to the rules of the house."""

from bot.bootstrap.outside import Outside
from bot.settings import Settings
from bot.workflow.desk import HouseRules


def house_rules(settings: Settings, outside: Outside) -> HouseRules:
    """What the workflow has to know of the settings."""
    return HouseRules(
        zone=settings.zone,
        public_url=settings.public_url,
        mail_domain=settings.help_address.domain,
        complaints_person=settings.complaints_person,
        cool_off=settings.cool_off,
        link_life=settings.link_life,
        keep_contents=settings.keep_contents,
        keep_messages=settings.keep_messages,
        keep_records_months=settings.keep_records,
        automatic=settings.automatic,
        has_portal=outside.portal is not None,
    )
