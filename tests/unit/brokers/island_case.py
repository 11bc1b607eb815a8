"""A made-up case in which candidates of every kind stand between two sides, and every rule of evidence is met."""

from __future__ import annotations

from goodoffices.case import Case
from goodoffices.store import case_from_text

__all__ = ["ISLAND", "island"]

ISLAND = """\
case: island
title: Two claims to an island
as_of: 2020-05-01

sources:
  log: {type: report, title: Log, issued: 2020-01, reliability: news}

parties:
  EAST: {name: Eastland, kind: state, role: principal}
  WEST: {name: Westland, kind: state, role: principal}
  BIG: {name: Bigland, kind: state, role: influencer}
  OLD: {name: Old Bigland, kind: state, role: historical, successor: BIG}
  NEAR: {name: Nearland, kind: state, role: principal}
  CLUB: {name: The Club, kind: igo, role: stakeholder}

people:
  premier: {name: Ann Bell, office: Premier, party: BIG}
  leader: {name: Cy Dorn, office: Leader, party: WEST}
  sage: {name: Eve Fay, office: former envoy}

ties:
  - {between: [BIG, EAST], kind: alliance, sign: +, strength: [0.5, 0.7], when: 1990/.., what: a pact,
     cite: {log: {at: p. 1}}}
  - {from: WEST, to: BIG, kind: chosen-partner, sign: +, what: its first call, cite: {analyst: seen}}
  - {from: BIG, to: WEST, kind: chosen-partner, sign: +, cite: {analyst: seen}}
  - {from: EAST, to: NEAR, kind: chosen-partner, sign: +, cite: {analyst: seen}}
  - {between: [BIG, WEST], kind: rivalry, sign: "-", strength: 0.4, cite: {analyst: seen}}
  - {between: [BIG, WEST], kind: channel, sign: 0, what: a line, cite: {analyst: seen}}
  - {between: [OLD, EAST], kind: founding, sign: +, what: it built the port, cite: {analyst: seen}}
  - {between: [BIG, EAST], kind: economic, sign: +, when: 2001/2005, what: a loan, cite: {analyst: seen}}
  - {between: [BIG, EAST], kind: other, sign: "-", status: proposed, what: not yet accepted, cite: {analyst: seen}}
  - {between: [BIG, NEAR], kind: economic, sign: +, what: not with a side, cite: {analyst: seen}}
  - {between: [EAST, WEST], kind: war, sign: "-", what: not of a candidate, cite: {analyst: seen}}

leverage:
  - {who: BIG, over: EAST, basis: arms, strength: [0.4, 0.6, 0.9], will: [0.1, 0.3], cite: {log: {at: p. 2}}}
  - {who: BIG, over: EAST, basis: grain, strength: [0.5, 0.7], cite: {analyst: seen}}
  - {who: BIG, over: WEST, basis: not accepted, strength: 1, status: proposed, cite: {analyst: seen}}
  - {who: BIG, over: NEAR, basis: not a side, strength: 1, cite: {analyst: seen}}

interests:
  EAST: [{want: calm seas, topic: calm, cite: {analyst: seen}}, {want: fish, topic: fish, cite: {analyst: seen}}]
  WEST: [{want: calm water, topic: calm, cite: {analyst: seen}}]
  BIG:
    - {want: open lanes, topic: calm, cite: {log: {at: p. 3}}}
    - {want: a catch, topic: fish, cite: {analyst: seen}}
    - {want: standing, topic: standing, cite: {analyst: seen}}
    - {want: not accepted, topic: fish, status: proposed, cite: {analyst: seen}}
    - {want: without a topic, cite: {analyst: seen}}

obstacles:
  - {kind: distrust, between: [BIG, WEST], severity: 0.6, what: old quarrels, cite: {analyst: seen}}
  - {kind: domestic, between: [BIG], severity: 0.2, cite: {analyst: seen}}
  - {kind: rivalry, between: [EAST, WEST], severity: 0.9, cite: {analyst: seen}}
  - {kind: spoiler, between: [BIG, EAST], severity: 0.9, status: proposed, cite: {analyst: seen}}

demands:
  - {by: EAST, of: BIG, kind: request, what: its good offices, cite: {analyst: seen}}
  - {by: WEST, of: BIG, kind: precondition, what: no arms for Eastland, cite: {analyst: seen}}
  - {by: BIG, of: WEST, kind: aim, what: a base, cite: {analyst: seen}}
  - {by: EAST, of: WEST, kind: aim, what: the island, cite: {analyst: seen}}
  - {by: EAST, kind: aim, what: quiet on the island, cite: {analyst: seen}}
  - {by: EAST, of: BIG, kind: request, what: not accepted, status: proposed, cite: {analyst: seen}}

statements:
  - {who: premier, when: 2020-02, to: leader, gist: offers to host, said: {log: {at: p. 4}}}
  - {who: BIG, about: the island, reported: {log: {at: p. 5}}, cite: {analyst: heard}}
  - {who: BIG, cite: {analyst: heard}}
  - {who: leader, to: premier, gist: thanks for the offer, cite: {analyst: heard}}
  - {who: leader, to: EAST, gist: not to a candidate, cite: {analyst: heard}}
  - {who: premier, gist: not accepted, status: proposed, cite: {analyst: heard}}
  - {who: sage, to: EAST, gist: is ready, cite: {analyst: heard}}

measures:
  - {by: BIG, of: WEST, kind: sanctions, what: a ban, when: 2015, meant_to: press, cite: {analyst: seen}}
  - {by: BIG, of: [EAST, WEST], kind: talks, what: a conference, when: 2010, meant_to: settle, cite: {analyst: seen}}
  - {by: BIG, of: EAST, kind: engagement, what: visits, when: 2011, meant_to: settle, cite: {analyst: seen}}
  - {by: BIG, of: EAST, kind: other, what: neither talk nor pressure, when: 2011, meant_to: x, cite: {analyst: seen}}
  - {by: BIG, of: NEAR, kind: talks, what: not with a side, when: 2011, meant_to: x, cite: {analyst: seen}}
  - {by: BIG, of: EAST, kind: talks, what: not accepted, when: 2011, meant_to: x, status: proposed,
     cite: {analyst: seen}}

facts:
  - {about: [BIG, EAST], what: shared border, value: true, year: 2016, cite: {log: {at: table}}}
  - {about: [BIG, WEST], what: shared border, value: false, year: 2016, cite: {log: {at: table}}}
  - {about: [BIG, WEST], what: disputes, value: 3, unit: disputes, year: 2014, cite: {log: {at: table}}}
  - {about: [BIG, WEST], what: rivals since, value: 1950, unit: year, year: 2014, cite: {log: {at: table}}}
  - {about: [BIG, WEST], what: bare, value: 2, year: 2014, cite: {log: {at: table}}}
  - {about: BIG, what: not with a side, value: 3, year: 2014, cite: {log: {at: table}}}
  - {about: [BIG, EAST], what: not accepted, value: 3, year: 2014, status: proposed, cite: {log: {at: table}}}

options:
  BIG:
    host: {say: Host a conference, status: offered, cite: {log: {at: p. 6}}}
    press: {say: Press harder, status: offered}
    leave: {say: Leave}

candidates:
  BIG:
    party: BIG
    kind: state
    roles: [mediation, guarantor]
    say: It would host
    acceptability:
      EAST: {value: [0.6, 0.7, 0.9], why: an ally, cite: {log: {at: p. 7}}}
      WEST: {value: [0.1, 0.3], what: a rival, cite: {analyst: seen}}
    credibility: {value: 0.5, cite: {analyst: middling}}
    interest: {value: [0.6, 0.8], cite: {log: {at: p. 8}}}
    access: {value: 0.7, cite: {analyst: two embassies}}
    capacity: {value: 0.8, cite: {analyst: many diplomats}}
    cost: {value: 0.6, cite: {analyst: dear}}
    spoiler_risk: {value: 0.2, cite: {analyst: small}}
    facts: [Hosted twice]
    cite: {log: {at: p. 9}}
  NEAR: {party: NEAR, kind: state, acceptability: {EAST: {value: 0.5, cite: {analyst: seen}}}, facts: [No citation]}
  club: {party: CLUB, kind: igo, name: The Club's envoy}
  sage: {name: A private envoy, kind: person, credibility: {value: 0.9, cite: {analyst: seen}}}
  direct: {name: No broker, kind: direct, access: {value: 0.4, cite: {analyst: seen}}}
  WEST: {party: WEST, kind: crisis-actor}

claims:
  - {id: hosts-well, about: BIG, text: Bigland hosts well, cite: {log: {at: p. 10}}}
  - {id: costs, about: BIG, attacks: [hosts-well], text: It wants a base in return, cite: {analyst: seen}}
  - {id: worth-it, attacks: [costs], text: A base is cheap, cite: {analyst: seen}}
  - {id: mixed, supports: [hosts-well], attacks: [hosts-well], text: It hosted twice and failed once,
     cite: {analyst: seen}}
  - {id: sage-instead, about: sage, attacks: [hosts-well], text: One envoy is enough, cite: {analyst: seen}}
  - {id: unheard, about: NEAR, attacks: [hosts-well], status: proposed, text: not accepted, cite: {analyst: seen}}
  - {id: ring-a, about: direct, supports: [ring-b], text: They speak already, cite: {analyst: seen}}
  - {id: ring-b, about: direct, supports: [ring-a], text: They will speak on, cite: {analyst: seen}}
  - {id: against-ring, attacks: [ring-b], text: They shout, cite: {analyst: seen}}
  - {id: aside, text: about nobody, cite: {analyst: seen}}
"""


def island(*pairs: tuple[str, str]) -> Case:
    """Read the case, with some of its words replaced; each old text must stand there once."""
    text = ISLAND
    for old, new in pairs:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the case"
        text = text.replace(old, new)
    return case_from_text(text, "island.yaml")
