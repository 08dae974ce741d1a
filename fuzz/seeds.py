#!/usr/bin/env python3
"""Writes the seeds of the fuzz targets, fuzz/corpus/<target>/, from the test vectors."""

import json
import shutil
from pathlib import Path

FUZZ = Path(__file__).resolve().parent
VECTORS = FUZZ.parent / "spec" / "vectors"
MAX_SEED_BYTES = 8_192
ENTRY_HEADER_BYTES = 41
SIGNATURE_BYTES = 64
CO_SIGNATURES_BYTES = 2 * (1 + SIGNATURE_BYTES)

PABULIB = """META
key; value
description; A tiny election
country; Nowhere
unit; Town
instance; 2026
num_projects; 2
num_votes; 3
budget; 100
vote_type; approval
rule; greedy
PROJECTS
project_id; cost; votes; name
1; 40; 2; Trees
2; 70; 1; A path
VOTES
voter_id; vote
1; 1
2; 1,2
3; 
"""


def cases(folder, area):
    return json.loads((VECTORS / folder / f"{area}.json").read_text("utf-8"))["cases"]


def case(area, name):
    return next(case for case in cases("valid", area) if case["name"] == name)


def put(target, name, seed):
    assert len(seed) <= MAX_SEED_BYTES, f"{target}/{name} has {len(seed)} bytes"
    folder = FUZZ / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(seed)


def unhex(texts):
    return [bytes.fromhex(text) for text in texts]


def cast():
    entries = unhex(case("elections", "tiny_election")["input"]["entries"])
    ballots = [entry[ENTRY_HEADER_BYTES:] for entry in entries if entry[0] == 10]
    for number, ballot in enumerate(ballots):
        put("cast", f"ballot_{number}", ballot)


def definition():
    wrong = {"ties_name_a_project_twice", "rule_unknown", "name_not_utf8"}
    for one in cases("valid", "definitions"):
        put("definition", one["name"], bytes.fromhex(one["input"]["definition"]))
    for one in cases("valid", "districts") + cases("invalid", "districts"):
        if "expected" in one or one["name"] in wrong:
            put("definition", f"district_{one['name']}", bytes.fromhex(one["input"]["district"]))


def differ_archive():
    put("differ_archive", "honest", b"\0\0\7")
    files, entries = ((0, 1, 2, 3, 4), (0, 1, 2)), ((0, 1, 2, 4, 7), (0, 1, 2, 24, 38))
    for what, (hows, numbers) in enumerate((files, entries)):
        for how in hows:
            for number in numbers:
                seed = bytes([what, number, how, 5, 0, 70, 1])
                put("differ_archive", f"{what}_{how}_{number}", seed)
    # A byte of each entry, which is then signed again by nobody.
    for number in range(0, 48, 3):
        put("differ_archive", f"entry_{number:02}", bytes([1, number, 7, 0, 0, 90, 1]))


def differ_ballot():
    for one in cases("valid", "ballots"):
        put("differ_ballot", one["name"], ballot_seed(one))
    for one in cases("invalid", "ballots"):
        if one["input"]["style"]["slots"] <= 3 and one["refused_as"].startswith("equation"):
            put("differ_ballot", one["name"], ballot_seed(one))


def differ_definition():
    for one in cases("valid", "definitions") + cases("invalid", "definitions"):
        general = bytes.fromhex(one["input"]["definition"])
        if len(general) <= 2_048:
            put("differ_definition", one["name"], general)
    for one in cases("valid", "districts") + cases("invalid", "districts"):
        part = bytes.fromhex(one["input"]["district"])
        if len(part) <= 1_024:
            put("differ_definition", f"district_{one['name']}", part)


def differ_log():
    entries = unhex(case("chains", "of_the_specification")["input"]["entries"])
    put("differ_log", "entry", b"\0" + entries[1])
    paths = ("tile/entries/x001/x234/067", "tile/1/000.p/17", "tile/7/005", "tile/entries/001.p/255")
    for name in paths:
        put("differ_log", name.replace("/", "_"), b"\1" + name.encode())
    small = [(5, 9, 0), (0, 1, 0), (8, 8, 0), (4, 8, 0)]
    large = [(2**62, 2**63 - 1, 0), (2**63, 2**64 - 1, 40)]
    for mode, name in ((2, "inclusion"), (3, "consistency")):
        for first, second, smaller in small + large:
            seed = bytes([mode]) + first.to_bytes(8) + second.to_bytes(8) + bytes([smaller])
            put("differ_log", f"{name}_{first}_{second}", seed)
            changed = seed + bytes([9, 0, 0, 5, 0, 1])
            put("differ_log", f"{name}_{first}_{second}_changed", changed)


def differ_note():
    for one in cases("valid", "checkpoints") + cases("invalid", "checkpoints"):
        note = one["input"]["note"].encode()
        if len(note) <= 2_048:
            put("differ_note", one["name"], b"\0" + note)
    for one in cases("valid", "receipts"):
        put("differ_note", f"receipt_{one['name']}", b"\0" + one["input"]["receipt"].encode())
    sample = cases("valid", "checkpoints")[0]["input"]
    put("differ_note", "log_key", b"\0" + sample["policy"]["log"].encode())
    put("differ_note", "witness_key", b"\0" + sample["policy"]["witnesses"][0].encode())
    text = "board.example/town\n3\n4jHev3cGMKS+W1M21UHlWX4ruPOgReDiTnULZ7juBAI=\n"
    put("differ_note", "checkpoint", b"\0" + text.encode())
    put("differ_note", "signed_checkpoint", b"\1" + text.encode())
    put("differ_note", "signed_extension", b"\1" + text.encode() + b"more\n")
    receipt = "c2sp.org/tlog-proof@v1\nindex 0\n\n"
    put("differ_note", "signed_receipt", b"\2" + receipt.encode())
    extra = receipt.replace("index", "extra AAEC\nindex")
    put("differ_note", "signed_receipt_with_extra", b"\2" + extra.encode())


def differ_range():
    for n in range(4):
        for count in range(4):
            put("differ_range", f"honest_{8 << n}_bits_{count + 1}", bytes([n, count, 0]))
    for change in range(5, 11):
        put("differ_range", f"change_{change}", bytes([0, 0, 0, change, 0, 4]) + bytes(32))


def differ_record():
    entries = unhex(case("elections", "tiny_election")["input"]["entries"])
    first = {}
    for moment, bytes_ in enumerate(entries):
        first.setdefault(bytes_[0], moment)
    flip = bytes([0, 0, 8, 1])
    for kind, moment in first.items():
        for mode in (2, 3):
            honest = bytes([moment, mode, moment, 0, 0, 0])
            put("differ_record", f"kind_{kind:02}_mode_{mode}", honest)
            changed = bytes([moment, mode, moment, 0, 0, len(flip)]) + flip
            put("differ_record", f"kind_{kind:02}_mode_{mode}_changed", changed)
    # From the close to the end, and ballots, paper and the close before their time.
    rest = range(first[15], len(entries))
    for start in (first[15], first[14], first[10]):
        steps = b"".join(bytes([2, number, 0, 0, 0]) for number in list(rest)[:8])
        put("differ_record", f"close_at_{start}", bytes([start]) + steps)


def differ_rules():
    # Projects, their order, budget, costs, points, limits, groups, rule, threshold, scores, withdrawn.
    for rule in range(6):
        for variant in range(8):
            seed = [4, 0, 1, 2, 1, 100, 40, 30, 20, 45, 10, 0]
            groups = [1, 0b101] if rule == 3 else [1, 0b11] if rule == 5 else [0]
            limits = [1, 1, 0, 1, 0] if rule == 5 else [0]
            seed += limits + groups + [rule, variant % 3]
            seed += [(7 * variant + 5 * number) % 12 for number in range(5)] + [variant * 31 % 256]
            put("differ_rules", f"rule_{rule + 1}_{variant}", bytes(seed))


def dkg_messages():
    messages = case("ceremonies", "two_of_three")["input"]
    for number, rounds in enumerate(["commitments", "openings", "deals"]):
        put("dkg_messages", rounds, bytes([number]) + bytes.fromhex(messages[rounds][0]))
    for one in cases("valid", "ceremonies"):
        if one["input"]["complaint"]:
            put("dkg_messages", one["name"], b"\3" + bytes.fromhex(one["input"]["complaint"]))


def entry_and_bundle():
    entries = unhex(case("chains", "of_the_specification")["input"]["entries"])
    put("entry_and_bundle", "entry", entries[1])
    put("entry_and_bundle", "bundle", b"".join(len(e).to_bytes(2) + e for e in entries))
    put("entry_and_bundle", "path_full", b"tile/entries/x001/x234/067")
    put("entry_and_bundle", "path_partial", b"tile/1/000.p/17")


def note_checkpoint_receipt():
    for one in cases("valid", "checkpoints"):
        put("note_checkpoint_receipt", one["name"], one["input"]["note"].encode())
    for one in cases("valid", "receipts"):
        put("note_checkpoint_receipt", f"receipt_{one['name']}", one["input"]["receipt"].encode())
    sample = cases("valid", "checkpoints")[0]["input"]
    put("note_checkpoint_receipt", "log_key", sample["policy"]["log"].encode())
    put("note_checkpoint_receipt", "witness_key", sample["policy"]["witnesses"][0].encode())
    text = sample["note"].split("\n\n")[0] + "\n"
    put("note_checkpoint_receipt", "checkpoint", text.encode())


def pabulib():
    put("pabulib", "approval.pb", PABULIB.encode())
    quoted = PABULIB.replace("Trees", '"Trees; and ""shade"""')
    put("pabulib", "quoted.pb", quoted.encode())
    decimals = PABULIB.replace("40;", "40.25;").replace("100", "100.5")
    put("pabulib", "decimals.pb", decimals.encode())
    points = PABULIB.replace("approval", "cumulative")
    points = points.replace("voter_id; vote", "voter_id; vote; points")
    points = points.replace("1; 1\n2; 1,2\n3; ", "1; 1; 5\n2; 1,2; 3,2\n3; 2; 1")
    put("pabulib", "points.pb", points.encode())


def signed_message():
    for one in cases("valid", "messages"):
        kind, message = bytes([one["input"]["kind"]]), bytes.fromhex(one["expected"]["message"])
        put("signed_message", one["name"], kind + message)
        if one["name"] in ("withdrawal", "paper_batch"):
            payload = bytes.fromhex(one["input"]["payload"])
            put("signed_message", f"{one['name']}_payload", kind + payload)
    opening = case("challenges", "three_slots")["input"]["opening"]
    put("signed_message", "opening_of_a_challenge", b"\0" + bytes.fromhex(opening))


def ballot_seed(one):
    style = one["input"]["style"]
    seed = bytes([style["slots"] - 1, len(style["constraints"])])
    for row in style["constraints"]:
        for number in [row["constant"], *row["coefficients"]]:
            seed += int(number).to_bytes(8, signed=True)
    return seed + bytes.fromhex(one["input"]["sealed"])


def sealed_ballot():
    for one in cases("valid", "ballots"):
        put("sealed_ballot", one["name"], ballot_seed(one))


def voting_code():
    for one in cases("valid", "codes") + cases("invalid", "codes"):
        put("voting_code", one["name"], one["input"]["typed"].encode())


def record():
    def entry(mode, kind, signer, message):
        return bytes([mode, kind, signer]) + len(message).to_bytes(2) + message

    entries = unhex(case("elections", "tiny_election")["input"]["entries"])
    first = {}
    for moment, bytes_ in enumerate(entries):
        first.setdefault(bytes_[0], (moment, bytes_[ENTRY_HEADER_BYTES:]))
    for kind, (moment, payload) in first.items():
        start, name = bytes([moment]), f"kind_{kind:02}"
        put("record", f"{name}_raw", start + entry(0, kind, 0, payload))
        if kind in (13, 14):
            message = payload[:-CO_SIGNATURES_BYTES]
            put("record", f"{name}_signed", start + entry(1, kind, 0, message))
        elif kind not in (2, 10):
            message = payload[1:-SIGNATURE_BYTES]
            put("record", f"{name}_signed", start + entry(1, kind, payload[0], message))
    moment, withdrawal = first[11]
    refused = entry(0, 11, 0, bytes(70)) + entry(1, 15, 0, b"x")
    put("record", "refused_then_accepted", bytes([moment]) + refused + entry(0, 11, 0, withdrawal))


def main():
    shutil.rmtree(FUZZ / "corpus", ignore_errors=True)
    for target in (
        cast,
        definition,
        differ_archive,
        differ_ballot,
        differ_definition,
        differ_log,
        differ_note,
        differ_range,
        differ_record,
        differ_rules,
        dkg_messages,
        entry_and_bundle,
        note_checkpoint_receipt,
        pabulib,
        record,
        sealed_ballot,
        signed_message,
        voting_code,
    ):
        target()


if __name__ == "__main__":
    main()
