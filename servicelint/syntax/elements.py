"""What the elements of HTML and MJML are to a reader of mail: blocks, buttons, what is never copy. Tables only."""

from __future__ import annotations

import re

from servicelint.model.passage import Role

_names = re.compile(r"[\w-]+").findall

BLOCKS = frozenset(
    _names(
        """
    address article aside blockquote body button caption center col colgroup dd details dialog dir div dl dt
    fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu nav ol
    optgroup option p pre search section select summary table tbody td textarea tfoot th thead title tr ul
    mjml mj-head mj-title mj-preview mj-body mj-wrapper mj-section mj-group mj-column mj-hero mj-text mj-button mj-image
    mj-divider mj-spacer mj-table mj-social mj-social-element mj-navbar mj-navbar-link mj-carousel mj-carousel-image
    mj-accordion mj-accordion-element mj-accordion-title mj-accordion-text mj-raw
    """
    )
)
VOID = frozenset(
    _names(
        """
    area base br col embed hr img input link meta param source track wbr
    mj-image mj-divider mj-spacer mj-carousel-image mj-font mj-include mj-breakpoint
    """
    )
)
NEVER_COPY = frozenset(
    _names(
        """
    script style template svg math iframe noembed noframes xml xmp
    mj-style mj-attributes mj-font mj-html-attributes mj-breakpoint
    """
    )
)
CELLS = frozenset(("td", "th", "caption"))
TABLE = frozenset(("table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption", "body", "html"))
ROLES: dict[str, Role] = {
    "title": "subject", "button": "button", "li": "item", "option": "item",
    "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading", "h6": "heading",
    "mj-title": "subject", "mj-preview": "preheader", "mj-button": "button", "mj-navbar-link": "button",
    "mj-accordion-title": "heading",
}  # fmt: skip
SPOKEN = ("title", "aria-label", "placeholder")
"""Attributes whose words a customer sees or hears on any element."""
PICTURES = ("img", "area", "input", "mj-image", "mj-carousel-image")
"""Elements whose `alt` stands for them."""
PRESSED = frozenset(("button", "btn", "cta"))
"""Class names that make a button of anything."""
PRESSING = ("submit", "button", "reset")
"""Types of an `<input>` whose value is what a button says."""
