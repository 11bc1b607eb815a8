"""What two small theories of brokering say of a case, with what they assume."""

from __future__ import annotations

from collections.abc import Iterator

from goodoffices.brief.blocks import Block, Bullet, Bullets, Cell, Mark, Sentence
from goodoffices.brief.candidates import candidate_name
from goodoffices.brief.context import Context
from goodoffices.brief.phrasing import capital, ended, in_range
from goodoffices.brokers import ChannelTheory, ChannelValue, CredibleAdvice, CredibleBias, Theory
from goodoffices.case.record import Rated
from goodoffices.case.settlement import Amount
from goodoffices.wording import percent

__all__ = ["theories"]

_SMALL = 1e-6
_CHANNEL = {
    "pie_after_war": "What war leaves of a pie of 1",
    "strong_wins": "How often the strong beats the weak",
    "strong_share": "How often a side is strong",
}
_ADVICE = {
    "advised_cost": "What war costs {to}",
    "tough_cost": "What war costs {about} if it is tough",
    "weak_cost": "What war costs {about} if it is weak",
    "broker_cost": "What war costs {by}",
    "weak_wrong": "How often {by} is wrong when it calls {about} weak",
    "tough_wrong": "How often {by} is wrong when it calls {about} tough",
    "bias": "How far {by} leans to {to}",
    "prior": "How often {about} is weak",
}


def theories(context: Context, found: Theory) -> Iterator[Block]:
    """Write what each theory says; inputs, assumptions and limits stand with the computed results."""
    items = [] if found.channel is None else [Bullet(_channel(context, found.channel))]
    items += [Bullet(_advice(context, one)) for one in found.advice]
    yield Bullets(tuple(items))


def _input(context: Context, words: str, given: Rated | Amount) -> Sentence:
    """Tell an input with its reason."""
    reason = f" {ended(given.why)}" if given.why else ""
    return context.ledger.cited(f"{capital(words)}: {in_range(given.value)}.{reason}", given.cite)


def _channel(context: Context, found: ChannelTheory) -> Cell:
    given = found.given
    inputs = [
        _input(context, words, one) for name, words in _CHANNEL.items() if (one := getattr(given, name)) is not None
    ]
    lines = (Sentence(line, "computed") for line in found.sentences())
    mark = context.ledger.result("a confidential channel", (*lines, *inputs))
    lead = "Would a confidential channel help?"
    told = found.refusal if found.value is None else _worth(found.value)
    if not given.why:
        return (Sentence(told, "computed", (mark,), lead),)
    why = context.ledger.cited(ended(given.why), given.cite, lead=lead)
    return why, Sentence(told, "computed", (mark,))


def _worth(found: ChannelValue) -> str:
    """Say what a channel adds, as a range where the inputs are ranges."""
    opened, mediated = in_range(found.open_talks), in_range(found.mediated)
    text = f"By a model of hidden strength open talks keep a share of {opened} of such pairs at peace, a mediator who "
    text += f"hears each in confidence {mediated}"
    text += "; the channel adds nothing." if found.gain.high <= _SMALL else f": it adds {in_range(found.gain)}."
    if found.left_out:
        text += f" {percent(found.left_out)} of the points tried lie where half and half needs no talks."
    return text


def _advice(context: Context, one: CredibleAdvice) -> Cell:
    names = {
        "by": candidate_name(context, one.given.by),
        "to": context.phrases.party(one.given.to),
        "about": context.phrases.party(one.about),
    }
    mark = _evidence(context, one, names)
    lead = f"Would {names['to']} believe {names['by']} about {names['about']}?"
    if one.found is None:
        return (Sentence(one.refusal, "computed", (mark,), lead),)
    return (Sentence(_bounds(one.found, names), "computed", (mark,), lead),)


def _evidence(context: Context, one: CredibleAdvice, names: dict[str, str]) -> Mark:
    """Give the answer its number among computed results, with every input."""
    inputs = [
        _input(context, words.format(**names), value)
        for name, words in _ADVICE.items()
        if (value := getattr(one.given, name)) is not None
    ]
    lines = (Sentence(line, "computed") for line in one.sentences())
    return context.ledger.result(f"advice by {one.given.by} to {one.given.to}", (*lines, *inputs))


def _bounds(found: CredibleBias, names: dict[str, str]) -> str:
    """Say with which lean advice is believed, and whether the candidate's own is such a lean."""
    upper = "with no firm upper limit" if found.most is None else f"and by at most {in_range(found.most)}"
    least = in_range(found.least)
    text = f"In the spirit of Kydd (2003): if {names['by']} leans to {names['to']} by at least {least}, {upper}"
    if found.bias is not None and found.within is not None:
        inside = {
            "yes": "within the bounds whatever the inputs",
            "no": "outside the bounds whatever the inputs",
            "depends": f"within the bounds in {percent(found.within)} of draws of the inputs",
        }
        text += f". Put at {in_range(found.bias)}, its lean is {inside[found.believed(found.bias)]}"
    return f"{text}. Whoever wants peace alone is not believed." if found.believed(0) == "no" else f"{text}."
