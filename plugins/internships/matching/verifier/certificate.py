"""Checking the proof that a total is the largest: prices of seats, by weak duality of linear programs.

Let seats cost what the certificate says, never less than nothing. Whatever is placed, each applicant's worth is at most what its best
placement is worth beyond the price, plus the prices of the limits it takes room in; so no matching at all is worth more than the sum of
the first over applicants and of price times size over limits. Who is placed beforehand has no other choice, and counts with what that
place is worth beyond its price, be it less than nothing. Worths are lists that compare criterion by criterion (placements before
home towns before ranks before travel), so that one certificate proves them all, with whole numbers only.
"""

from __future__ import annotations

from plugins.internships.matching.instance import Instance
from plugins.internships.matching.result import Certificate

SHIFT = 128  # bits per criterion: more than any sum needs
MAX_PRICE = 1 << 70


def worths(instance: Instance, worth: list[str]) -> list[int]:
    """(edges) what each placement is worth, the criteria packed into one whole number."""
    tier, home, travel = instance.tier.tolist(), instance.home, instance.travel
    by_name = {
        "placed": [1] * len(tier),
        "home": [0] * len(tier) if home is None else home.tolist(),
        "ranks": [-one for one in tier],
        "travel": [0] * len(tier) if travel is None else [-one for one in travel.tolist()],
    }
    packed = [0] * len(tier)
    for name in worth:
        packed = [(one << SHIFT) + more for one, more in zip(packed, by_name[name], strict=True)]
    return packed


def bound(instance: Instance, certificate: Certificate) -> int:
    """What no matching is worth more than, packed.

    Raises:
        ValueError: when the prices are none.
    """
    criteria = len(certificate.worth)

    def price(values: list[int]) -> int:
        packed = 0
        if len(values) != criteria:
            raise ValueError(f"a price has {len(values)} parts, not {criteria}")
        for value in values:
            if abs(value) > MAX_PRICE:
                raise ValueError("a price is too large")
            packed = (packed << SHIFT) + value
        if packed < 0:
            raise ValueError("a price is less than nothing")
        return packed

    numbers = {one: number for number, one in enumerate(instance.places)}
    own = [0] * len(instance.places)
    total = 0
    for name, values in certificate.places.items():
        if name not in numbers:
            raise ValueError(f'there is no place "{name}"')
        own[numbers[name]] = price(values)
        total += own[numbers[name]] * int(instance.capacity[numbers[name]])
    for at, values in certificate.caps.items():
        if not at.isdecimal() or int(at) >= len(instance.caps):
            raise ValueError(f"there is no caps[{at}]")
        cap, cost = instance.caps[int(at)], price(values)
        total += cost * cap.maximum
        for place in cap.places:
            own[place] += cost
    worth, place, start = worths(instance, list(certificate.worth)), instance.place.tolist(), instance.start.tolist()
    gains = [one - own[there] for one, there in zip(worth, place, strict=True)]
    for applicant in range(len(instance.applicants)):
        if applicant in instance.fixed:
            total += gains[instance.fixed[applicant]]
        else:
            total += max(0, max(gains[start[applicant] : start[applicant + 1]], default=0))
    return total
