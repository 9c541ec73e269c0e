"""A calendar as text (RFC 5545), for applications that subscribe to it."""

from datetime import timedelta

from icalendar import Calendar, Event

from campaigns.selectors.feeds import Feed, FeedEvent

#: How often an application is asked to read again. Most decide by themselves: some minutes to a day.
REFRESH = timedelta(hours=1)


def feed_text(feed: Feed) -> bytes:
    """The feed as iCalendar: UTF-8, lines folded at 75 bytes, CRLF.

    Every event lasts whole days, so no time zone is needed, and leaves its reader free: a task of ten days
    must not hide ten days from those who look for a meeting. The same feed always gives the same bytes.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Campagnes//Planning//FR")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", feed.name)
    calendar.add("name", feed.name)  # RFC 7986
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for event in feed.events:
        calendar.add_component(_event(event))
    return bytes(calendar.to_ical())


def _event(event: FeedEvent) -> Event:
    made = Event()
    made.add("uid", event.uid)
    # With METHOD:PUBLISH both say when the event was last revised (RFC 5545, 3.8.7.2).
    made.add("dtstamp", event.revision.changed_at)
    made.add("last-modified", event.revision.changed_at)
    made.add("sequence", event.revision.sequence)
    made.add("dtstart", event.first)
    made.add("dtend", event.last + timedelta(days=1))  # the day after: an end is excluded
    made.add("summary", _plain(event.title))
    made.add("description", _plain("\n".join(event.details)))
    made.add("url", event.url)
    made.add("categories", [event.category])
    made.add("status", "CONFIRMED")
    made.add("transp", "TRANSPARENT")
    return made


def _plain(text: str) -> str:
    """Text without the control characters that iCalendar forbids; line breaks stay."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        character
        for character in lines
        if character == "\n" or character.isprintable() or character.isspace()
    )
