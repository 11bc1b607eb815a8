"""From documents and event feeds to proposed entries with exact anchors: a person accepts them, or not."""
