#!/usr/bin/env python3
"""Writes N invented records as CSL-JSON, for measuring speed.

    python3 make_records.py N SEED > records.json

The same N and SEED always give the same bytes. What makes a big bibliography hard is in it as it is
in real ones: some people publish a lot, often several times a year and with the same company;
different people share a family name, an initial, or both; lists have one to twelve names. Mostly
articles, some books, chapters, papers, reports and pages; some dates, volumes and DOIs are missing.
No work has a range of dates, on which one of the programs compared stops.
"""
import bisect
import itertools
import json
import sys

ONSETS = "b br c ch d dr f fr g gl gr h hj j k kl kr l m n p pr r s sch sk st str t th tr v w y z".split()
NUCLEI = "a e i o u ai au ea ei ie o a e i á é ö ü ø å".split()
MIDDLES = "l r n m t d s k ll rr nn tt ss nd rt ng lm rg v b ck mm st".split()
ENDS = ["", "", "er", "son", "sen", "man", "berg", "ov", "ová", "ski", "ez", "ini", "elli", "ard", "eau",
        "ström", "dal", "ley", "ton", "wood", "ak", "uk", "oğlu", "is", "as", "a", "o", "en", "ing", "el"]
SHORT = ("Li Wu Ma Xu He Hu Lin Sun Yang Chen Wang Zhang Liu Zhao Huang Zhou Kim Lee Park Choi Ito Sato "
         "Kato Mori Abe Singh Kumar Patel Shah Khan Ali Das Roy Sen Rao Nguyen Tran Le Pham Vu").split()
PARTICLES = ["van", "van der", "de", "von", "di", "da", "dos", "le", "ter"]
GIVEN = ("Anna Maria Johan Erik Lars Karin Eva Peter Jan Paul Marie Pierre Luc Claire Sofia Elena Marco "
         "Luca Giulia José Juan Ana Carlos Miguel Lucía Ivan Olga Petr Jana Tomáš Wei Jing Li Min Hui Jun "
         "Yuki Haruto Aiko Ji-Hoon Min-Jung Raj Priya Amit Sunita Mohamed Fatima Ahmed Leila Omar John "
         "James Robert Michael William David Richard Thomas Mary Patricia Jennifer Linda Susan Sarah Karen "
         "Emily Daniel Matthew Andrew Kevin Brian George Edward Ruth Helen Alice Jean-Pierre Anne-Marie "
         "Hans-Peter Karl Otto Ingrid Sven Björn Åsa Øyvind Jürgen Zoë Chloé François Noël Ágnes Łukasz").split()
PROPER = ["Sweden", "Brazil", "Lake Victoria", "the Baltic Sea", "Kenya", "northern Italy", "the UK",
          "COVID-19", "DNA", "E. coli", "Bayesian", "Markov", "the Second World War", "Twitter", "Tokyo"]
ADJECTIVES = ("adaptive social early late neural urban rural maternal cognitive robust sparse global local "
              "seasonal chronic acute hidden linear nonlinear stochastic digital public clinical genetic "
              "marine coastal political economic historical comparative longitudinal large small dynamic "
              "cultural functional structural thermal optical magnetic distributed formal open").split()
NOUNS = ("attachment networks behavior children climate memory language inequality migration soil "
         "proteins markets stress sleep learning growth membranes polymers forests rivers policy trust "
         "identity households neurons models algorithms galaxies particles turbulence catalysis vaccines "
         "cancer diabetes schools teachers farmers fisheries bacteria tissues genes signals graphs "
         "reviews evidence decisions citation style archives literature law institutions energy").split()
VERBS = ("predicts shapes limits increases reduces explains reveals follows drives precedes reflects "
         "modulates supports challenges depends").split()
GLUE = "of in and for with from under across within on during between through after".split()
OPENINGS = ("A study of|The role of|Effects of|Towards|On the|An analysis of|Evidence for|Modeling|Rethinking|"
            "Measuring|The origins of|Understanding|A review of|Beyond|Patterns of|Estimating").split("|")
FIELDS = ("Psychology Ecology Physics Chemistry Medicine Neuroscience Economics Sociology Linguistics History "
          "Geography Education Law Statistics Genetics Oncology Immunology Astronomy Geology Hydrology "
          "Nursing Psychiatry Pediatrics Engineering Robotics Informatics Philosophy Anthropology Botany "
          "Zoology Climatology Demography Epidemiology Materials Polymers Optics Acoustics Energy").split()
CITIES = "London|New York|Cambridge|Oxford|Berlin|Paris|Amsterdam|Stockholm|Chicago|Tokyo|Boston, MA|Milano".split("|")
PUBLISHERS = ["Northgate Press", "Harbor University Press", "Lindqvist & Sons", "Meridian", "Éditions du Parc",
              "Verlag am Wall", "Sage Hill", "Academic House", "Orchard Academic", "Blue River Books"]
BODIES = ["World Bureau of Statistics", "National Institute of Applied Health", "Ministry of the Environment",
          "European Water Agency", "Institute for Social Research", "Office of Public Records"]
TYPES = [("article-journal", 74), ("book", 8), ("chapter", 7), ("paper-conference", 5), ("report", 3), ("webpage", 3)]
AUTHORS = [16, 21, 18, 14, 10, 7, 5, 3, 2, 1.6, 1, 1.4]
FIRST_YEAR, YEARS = 1975, 50


class Dice:
    """Chance, from a small generator of its own: the same in every version of Python."""

    def __init__(self, seed):
        self.state = (seed * 2 + 1) & (2**64 - 1)

    def unit(self):
        # splitmix64
        self.state = (self.state + 0x9E3779B97F4A7C15) & (2**64 - 1)
        mixed = self.state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & (2**64 - 1)
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & (2**64 - 1)
        return ((mixed ^ (mixed >> 31)) >> 11) / 2**53

    def below(self, end):
        return int(self.unit() * end)

    def between(self, low, high):
        return low + self.below(high - low + 1)

    def chance(self, percent):
        return self.unit() * 100 < percent

    def of(self, values):
        return values[self.below(len(values))]


class Weighted:
    """Values that are drawn by weight."""

    def __init__(self, values, weights):
        self.values = values
        self.sums = list(itertools.accumulate(weights))

    def draw(self, dice):
        return self.values[bisect.bisect_right(self.sums, dice.unit() * self.sums[-1])]


def zipf(values, exponent):
    return Weighted(values, [1 / (rank + 3) ** exponent for rank in range(len(values))])


def families(dice, count):
    """Invented family names; the short ones, which many people share, at the front."""
    found = dict.fromkeys(SHORT)
    while len(found) < count:
        name = dice.of(ONSETS) + dice.of(NUCLEI) + dice.of(MIDDLES)
        if dice.chance(25):
            name += dice.of(NUCLEI) + dice.of(MIDDLES)
        found[(name + dice.of(ENDS)).capitalize()] = None
    return list(found)


def given_names(dice, count):
    """Given names: as they are, with a middle initial, or initials alone."""
    found = dict.fromkeys(GIVEN)
    letters = "ABCDEFGHJKLMNOPRSTVW"
    while len(found) < count:
        kind = dice.below(3)
        initial = dice.of(letters) + "."
        found[(dice.of(GIVEN) + " " + initial, initial, initial + " " + dice.of(letters) + ".")[kind]] = None
    return list(found)


class World:
    """Everybody who writes, and where it appears."""

    def __init__(self, dice, count):
        self.dice = dice
        self.families = zipf(families(dice, 3000), 0.75)
        self.givens = zipf(given_names(dice, 400), 0.6)
        # The more is written, the more people write it.
        people = [self.person() for _ in range(max(40, count // 2))]
        self.people = zipf(people, 0.8)
        self.counts = Weighted(list(range(1, 13)), AUTHORS)
        self.types = Weighted([name for name, _ in TYPES], [weight for _, weight in TYPES])
        self.journals = zipf([self.journal() for _ in range(400)], 0.7)
        self.recent = []

    def person(self):
        dice = self.dice
        name = {"family": self.families.draw(dice), "given": self.givens.draw(dice)}
        if dice.chance(3):
            name["non-dropping-particle"] = dice.of(PARTICLES)
        elif dice.chance(0.5):
            name["suffix"] = dice.of(["Jr.", "III"])
        return name

    def journal(self):
        dice = self.dice
        one, other, adjective = dice.of(FIELDS), dice.of(FIELDS), dice.of(ADJECTIVES).capitalize()
        form = dice.below(5)
        title = [f"Journal of {adjective} {one}", f"{adjective} {one}", f"{one} and {other}",
                 f"International Review of {one}", f"{one} Letters"][form]
        words = [word for word in title.split() if word not in ("of", "and")]
        short = " ".join(word if len(word) < 6 else word[:4] + "." for word in words)
        issn = f"{dice.between(1000, 2999)}-{dice.between(1000, 9999)}"
        return title, short if dice.chance(60) else None, issn

    def authors(self):
        dice = self.dice
        if self.recent and dice.chance(12):
            # The same company again, with the same or another name in front.
            names = list(dice.of(self.recent))
            if dice.chance(30) and len(names) > 1:
                names[-1] = self.people.draw(dice)
            return names
        names = []
        for _ in range(self.counts.draw(dice)):
            person = self.people.draw(dice) if dice.chance(65) else self.person()
            if person not in names:
                names.append(person)
        self.recent = self.recent[-60:] + [names]
        return names

    def title(self):
        dice = self.dice
        words = dice.of(OPENINGS).split() if dice.chance(60) else [dice.of(ADJECTIVES).capitalize()]
        length = dice.between(6, 14)
        kind = 0
        while len(words) < length:
            if kind == 0:
                words.append(dice.of(ADJECTIVES))
            elif kind == 1:
                words += dice.of(PROPER).split() if dice.chance(8) else [dice.of(NOUNS)]
            else:
                words.append(dice.of(VERBS) if dice.chance(12) else dice.of(GLUE))
            kind = (kind + 1) % 3
        words = words[:14]
        while len(words) > 6 and words[-1] in GLUE + ADJECTIVES + ["the"]:
            words.pop()
        if dice.chance(25) and len(words) > 7:
            words[3] = words[3].rstrip(":") + ":"
        title = " ".join(words)
        return title.replace("E. coli", "<i>E. coli</i>")

    def record(self, taken):
        dice = self.dice
        kind = self.types.draw(dice)
        year = FIRST_YEAR + int((1 - (1 - dice.unit()) ** 2.2) * YEARS)
        names = [{"literal": dice.of(BODIES)}] if kind in ("report", "webpage") and dice.chance(55) else self.authors()
        base = (names[0].get("family") or names[0]["literal"]).split()[0].lower() + str(year)
        base = "".join(c for c in base if c.isascii() and c.isalnum())
        taken[base] = taken.get(base, 0) + 1
        item = {"id": f"{base}-{taken[base]}", "type": kind, "author": names, "title": self.title()}
        if not dice.chance(2):
            item["issued"] = {"date-parts": [self.date(year, kind)]}
        getattr(self, kind.replace("-", "_"))(item)
        return item

    def date(self, year, kind):
        dice = self.dice
        parts = [year]
        if kind == "webpage" or dice.chance(35):
            parts.append(dice.between(1, 12))
            if kind == "webpage" or dice.chance(50):
                parts.append(dice.between(1, 28))
        return parts

    def pages(self):
        first = self.dice.between(1, 1800)
        return f"{first}-{first + self.dice.between(2, 38)}"

    def doi(self, item):
        if self.dice.chance(80):
            item["DOI"] = f"10.{self.dice.between(1001, 1200)}/{item['id'].split('-')[0]}.{self.dice.between(10000, 999999)}"

    def article_journal(self, item):
        dice = self.dice
        title, short, issn = self.journals.draw(dice)
        item["container-title"] = title
        if short:
            item["container-title-short"] = short
        if not dice.chance(3):
            item["volume"] = str(dice.between(1, 140))
        if dice.chance(75):
            item["issue"] = str(dice.between(1, 12))
        if dice.chance(88):
            item["page"] = self.pages()
        elif dice.chance(70):
            item["number"] = f"e{dice.between(1000, 99999)}"
        item["ISSN"] = issn
        self.doi(item)

    def published(self, item):
        item["publisher"] = self.dice.of(PUBLISHERS)
        item["publisher-place"] = self.dice.of(CITIES)

    def book(self, item):
        dice = self.dice
        self.published(item)
        if dice.chance(20):
            item["edition"] = str(dice.between(2, 6))
        if dice.chance(12):
            item["editor"] = item.pop("author")
        item["ISBN"] = f"978-{dice.below(10)}-{dice.between(100, 999)}-{dice.between(10000, 99999)}-{dice.below(10)}"

    def chapter(self, item):
        item["container-title"] = self.title()
        item["editor"] = [self.person() for _ in range(self.dice.between(1, 3))]
        self.published(item)
        item["page"] = self.pages()

    def paper_conference(self, item):
        field = self.dice.of(FIELDS)
        item["container-title"] = f"Proceedings of the {self.dice.between(3, 60)}th Conference on {field}"
        item["event-title"] = f"Conference on {field}"
        item["page"] = self.pages()
        self.doi(item)

    def report(self, item):
        self.published(item)
        item["genre"] = "Technical report"
        item["number"] = str(self.dice.between(1, 900))

    def webpage(self, item):
        site = self.dice.of(NOUNS)
        item["container-title"] = site.capitalize()
        item["URL"] = f"https://www.{site}.example/{item['id']}"
        item["accessed"] = {"date-parts": [[2024, self.dice.between(1, 12), self.dice.between(1, 28)]]}


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: make_records.py N SEED")
    count, seed = int(sys.argv[1]), int(sys.argv[2])
    world = World(Dice(seed), count)
    taken = {}
    out = sys.stdout
    out.reconfigure(encoding="utf-8")
    out.write("[\n")
    for idx in range(count):
        item = json.dumps(world.record(taken), ensure_ascii=False, separators=(",", ":"))
        out.write(item + (",\n" if idx + 1 < count else "\n"))
    out.write("]\n")


main()
