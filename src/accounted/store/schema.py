"""The tables of the record.

Every fact has one row in `fact` (its envelope: permanent, chained) and one row in the table of its kind (its payload
with the salt: erasable). The typed columns *are* the payload; there is no second copy. A nested value is canonical JSON
in a TEXT column. A column that a later migration adds is NULL in old rows and NULLs are left out of the commitment, so
old facts go on verifying.

`run` is the fact number of the step that derived a row, NULL for what a person or a file brought in.
"""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text

__all__ = ["ERASING", "FACT", "JSON_COLUMNS", "METADATA", "PAYLOADS", "SCHEMA_VERSION"]

METADATA = MetaData()
SCHEMA_VERSION = Table("schema_version", METADATA, Column("version", Integer, primary_key=True), Column("at", Text))
ERASING = Table("erasing", METADATA, Column("tombstone", Integer, primary_key=True))
FACT = Table(
    "fact",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("commitment", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False, unique=True),
)
PAYLOADS: dict[str, Table] = {}
JSON_COLUMNS: dict[str, frozenset[str]] = {}

_TYPES = {"text": Text, "json": Text, "int": Integer, "real": Float, "blob": LargeBinary}


def _payload(kind: str, columns: str, *, index: str = "") -> None:
    """Declare the table of one kind; `columns` is `name:type` words, `!` after a name forbids NULL."""
    made: list[Column[object]] = []
    nested = set()
    for word in columns.split():
        name, _, type_name = word.partition(":")
        made.append(Column(name.rstrip("!"), _TYPES[type_name or "text"], nullable=not name.endswith("!")))
        if type_name == "json":
            nested.add(name.rstrip("!"))
    table = Table(
        kind,
        METADATA,
        Column("seq", Integer, ForeignKey("fact.seq"), primary_key=True, autoincrement=False),
        Column("salt", LargeBinary, nullable=False),
        *made,
    )
    for name in index.split():
        Index(f"ix_{kind}_{name}", table.c[name])
    PAYLOADS[kind] = table
    JSON_COLUMNS[kind] = frozenset(nested)


# What people and files bring in.
_payload("staff", "id! name!", index="id")
_payload(
    "file",
    "id! name! role! sha256! n_bytes!:int media_type! blocks!:blob container reason is_refused:int",
    index="id name",
)
_payload("custody", "file! act! tool! origin!", index="file")
_payload(
    "list_change",
    "file! matched_by! n_same!:int new:json changed:json gone:json titles_new:json titles_gone:json approved!:int",
)
_payload("version_review", "file! sha256! approved!:int person! at!")
_payload(
    "decision",
    "id! left! right! judgement! person! reason! match_weight:real at evidence:json undoes settles:int inclusion:real "
    "forecast:real",
    index="left right",
)
_payload("claim_review", "id! claim! act! person! at! reason! made:json into undoes", index="claim")

# What steps derive.
_payload("run", "step! subject! inputs! code! outputs!", index="step")
_payload("file_state", "run!:int name! role! state! reason!", index="run")
_payload(
    "document",
    "run!:int id! name! sha256! n_bytes!:int media_type! state! reason! parser! text! title! dated:json dated_by! "
    "pages:json authors publisher language language_by stated:json is_public:int",
    index="run id",
)
_payload("passage", "run!:int document! start!:int end!:int position! page:int box:json", index="run")
_payload(
    "moved_span",
    "run!:int claim! document! quote! start!:int end!:int new_start:int new_end:int parser_before! parser!",
    index="run claim",
)
_payload(
    "list_version",
    "run!:int name! file! columns:json n_records!:int n_skipped!:int deduplicated:int places:json period:json "
    "copies:json calendars:json coded_by:json counted:json",
    index="run",
)
_payload(
    "list_finding",
    "run!:int file! kind! severity! columns:json what! mend! rows:json n_rows!:int values:json records:json",
    index="run",
)
_payload(
    "record",
    "run!:int id! list! row!:int names:json sex age:real birth:json died:json places:json values:json statuses:json "
    "father_names:json mother_names:json birth_places:json residences:json postcodes:json occupations:json "
    "affiliations:json external_ids:json casualty:json",
    index="run id",
)
_payload("vocabulary", "run!:int id! version! source! codes:json", index="run")
_payload(
    "claim",
    "run!:int id! document! start!:int end!:int quote! kind! figure:json act! unit! counted polarity! modality! "
    "when:json where:json attribution:json said_when:json part_of position! loaded:json updates:json "
    "language",
    index="run id",
)
_payload("copied", "run!:int left! right! left_span:json right_span:json n_words!:int", index="run")
_payload("claim_relation", "run!:int left! right! kind! reason!", index="run")
_payload("proposal", "run!:int id! document! model! claim:json", index="run")
_payload("same_claim", "run!:int claims:json sources:json", index="run")
_payload("survey", "run!:int document! language reading! unread:json", index="run")
_payload("translation", "run!:int document! of! translator! by! date:json", index="run")
_payload(
    "linkage",
    "run!:int lists:json records:json deduplicated:json clusters:json comparisons:json n_review!:int samples:json "
    "threshold!:real notes:json seed!:int attached:json thin:json repeats:json alternatives:json calibration:json",
    index="run",
)
_payload("continuity", "run!:int lists:json n_kept!:int n_new!:int n_gone!:int changes:json", index="run")
_payload("capture_table", "run!:int name! lists:json cells:json stratum! impossible:json dependent:json", index="run")
_payload("result", "run!:int question! body:json", index="run")

# Releases and forgetting: the room is here, release fills it.
_payload("stamp_request", "n_entries!:int head! requested! request!:blob")
_payload("stamp", "request!:int response!:blob origin!", index="request")
_payload("release", "id! head! content_root! manifest:json", index="id")
_payload("tombstone", "first!:int last!:int reason!")
