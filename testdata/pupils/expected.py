#!/usr/bin/env python3
"""Counts the small extract beside it into truth.csv and truth_destinations.csv,
by method.md 1.1 to 1.3 and without any code of the product. Run in this folder."""
import csv
from collections import Counter

def rows(name):
    with open(name, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))

schools = rows("schools.csv")
first = {(r["pupil_id"], r["school_urn"]): r for r in rows("census_2024_01.csv") if r["enrolment_status"] in "CM"}
second = {(r["pupil_id"], r["school_urn"]) for r in rows("census_2025_01.csv") if r["enrolment_status"] in "CM"}
att = {(r["pupil_id"], r["school_urn"]): (int(r["sessions_possible"]), int(r["sessions_missed"])) for r in rows("attendance_2023_24.csv")}
sus = {r["suspension_id"]: r for r in rows("suspensions_2023_24.csv")}.values()
dest = {(r["pupil_id"], r["from_school_urn"]): r["destination_type"] for r in rows("destinations_2025_01.csv")}
last = {r["school_urn"]: r["statutory_high_year"] for r in schools}
LATE, MIME = {"N2", "11", "12", "13"}, {"N2", "2", "6", "11", "12", "13"}
out, places = [], Counter()

for urn in ["LA"] + [r["school_urn"] for r in schools]:
    for sen, codes in {"ALL": "NKE", "N": "N", "K": "K", "E": "E", "SEND": "KE"}.items():
        here = [k for k, r in first.items() if urn in ("LA", k[1]) and r["sen_status"] in codes]
        year = lambda k: first[k]["year_group"]
        put = lambda m, n, d: out.append([urn, sen, m, n, d])
        n = len(here)
        own = [r for r in sus if (r["pupil_id"], r["school_urn"]) in set(here)]
        per = Counter((r["pupil_id"], r["school_urn"]) for r in own if r["category"] == "SUSP")
        put("headcount", n, n)
        put("suspended_pupils_pct", len(per), n)
        put("repeat_suspended_pupils_pct", sum(v > 1 for v in per.values()), n)
        put("suspensions_per_100", sum(per.values()), n)
        put("suspension_days_per_100", sum(float(r["length_days"]) for r in own if r["category"] == "SUSP"), n)
        a = [att[k] for k in here if k in att and att[k][0] > 0]
        put("absence_rate_pct", sum(m for _, m in a), sum(p for p, _ in a))
        put("persistent_absence_pct", sum(m * 10 >= p for p, m in a), len(a))
        put("severe_absence_pct", sum(m * 2 >= p for p, m in a), len(a))
        put("fsm6_pct", sum(first[k]["fsm6"] == "1" for k in here), n)
        bases = {
            "non_standard_leavers_pct": [k for k in here if year(k) not in MIME],
            "non_standard_leavers_excl_y10_pct": [k for k in here if year(k) not in MIME | {"10"}],
            "non_standard_leavers_no_nursery_pct": [k for k in here if year(k) not in MIME | {"N1"}],
            "leavers_school_last_year_rule_pct": [k for k in here if year(k) not in LATE | {last[k[1]]}],
            "y10_to_y11_leavers_pct": [k for k in here if year(k) == "10"],
            "all_leavers_pct": here,
        }
        for m, base in bases.items():
            gone = [k for k in base if k not in second]
            put(m, len(gone), len(base))
            scope = {"non_standard_leavers_pct": "non_standard", "y10_to_y11_leavers_pct": "y10_to_y11", "all_leavers_pct": "all_leavers"}.get(m)
            if scope:
                for k in gone:
                    places[urn, scope, sen, dest.get(k, "Not known")] += 1
        perm = [r for r in sus if r["category"] == "PERM" and urn in ("LA", r["school_urn"])]
        if sen != "ALL":
            perm = [r for r in perm if (r["pupil_id"], r["school_urn"]) in set(here)]
        put("permanent_exclusions", len(perm), "")
    off = [r for r in sus if r["category"] == "SUSP" and urn in ("LA", r["school_urn"]) and (r["pupil_id"], r["school_urn"]) not in first]
    out.append([urn, "ALL", "suspensions_not_on_census", len(off), ""])

with open("truth.csv", "w", newline="") as f:
    w = csv.writer(f, lineterminator="\n")
    w.writerow(["school_urn", "sen_status", "measure", "numerator", "denominator"])
    w.writerows(out)
with open("truth_destinations.csv", "w", newline="") as f:
    w = csv.writer(f, lineterminator="\n")
    w.writerow(["school_urn", "leaver_scope", "sen_status", "destination_type", "pupils"])
    w.writerows([*k, v] for k, v in sorted(places.items()))
