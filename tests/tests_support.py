"""A small made-up inquiry: three lists, three texts, one table, all plainly made up."""

import random
import subprocess
import sys

SETTINGS = """
title = "Made up for a test"
notice = "Everything here is made up."
linkage_samples = 3

[document_date]
"documents/statement.txt" = "2031-07-03"

[[questions]]
id = "killed"
text = "How many people were killed in Velmar from March to June 2031?"
act = "killed"
population = "people"
place = "Velmar"
period = "2031-03/2031-06"

[[questions]]
id = "table"
text = "How many does the made-up table point to?"
act = "killed"
place = "Velmar"
period = "2030"
tables = ["tables/made-up.csv"]
"""
STATEMENT = """Made-up statement

The Velmar Committee said on 2 July 2031 that over 300 people were killed in Velmar from March to June 2031.

The Ministry of Velmar denied the committee's figure of 300.

Velmar does not exist. Everything in this text is made up.
"""
TABLE = "A,B,C,count\n1,0,0,40\n0,1,0,31\n0,0,1,28\n1,1,0,12\n1,0,1,10\n0,1,1,9\n1,1,1,6\n"
GIVEN = ["Arelo", "Bemina", "Corvan", "Delmira", "Esto", "Farula", "Gemo", "Halira", "Ivo", "Jolena"]
FAMILY = ["Tarvo", "Umbrel", "Vasko", "Wendil", "Xandor", "Yelmin", "Zorval", "Quisto", "Prenn", "Ostrel"]


def people(n=120, seed=7):
    rng = random.Random(seed)
    names = [(g, m, f) for g in GIVEN for m in GIVEN for f in FAMILY]
    for given, middle, family in rng.sample(names, n):
        month, day = rng.choice([3, 4, 5, 6]), rng.randint(1, 28)
        yield f"{given} {middle} {family}", f"2031-{month:02d}-{day:02d}", str(rng.randint(5, 90)), rng.choice("MF")


def lists(seed=7):
    rng = random.Random(seed + 1)
    made = {"north": [], "south": [], "relief": []}
    for person in people(seed=seed):
        for rows in made.values():
            if rng.random() < 0.45:
                rows.append(person)
    made["relief"].append(("unknown man", "2031-04-02", "", "M"))
    return made


def write_inputs(folder, *, shuffle=None):
    (folder / "inquiry.toml").write_text(SETTINGS, encoding="utf-8")
    documents, tables, list_folder = (folder / "input" / n for n in ("documents", "tables", "lists"))
    for path in (documents, tables, list_folder):
        path.mkdir(parents=True, exist_ok=True)
    (documents / "statement.txt").write_text(STATEMENT, encoding="utf-8")
    (tables / "made-up.csv").write_text(TABLE, encoding="utf-8")
    made = list(lists().items())
    if shuffle is not None:
        random.Random(shuffle).shuffle(made)
    for name, rows in made:
        own = list(rows)
        if shuffle is not None:
            random.Random(shuffle).shuffle(own)
        lines = ["name,date,age,sex", *(",".join(row) for row in own)]
        (list_folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


TABLE = "A,B,C,count\n1,0,0,40\n0,1,0,31\n0,0,1,28\n1,1,0,12\n1,0,1,10\n0,1,1,9\n1,1,1,6\n"


def accounted(*arguments, cwd, stdin=None):
    command = [sys.executable, "-c", "from accounted.cli.main import main; main()", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=300, check=False, input=stdin)


def clean(done, code):
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert "NaN" not in done.stdout
    return done
