"""A small, sound evidence package of an invented country, to be spoilt in one place at a time."""

import json
from pathlib import Path

HEADER = (
    "row_id,series,measure,reference_period_start,reference_period_end,gender,value,low,high,unit,"
    "source_id,derived_from,as_of,published,status,role,preferred,slip,grade,origin_id,note\n"
)
INPUTS = "y2-all y2-q1 y2-q2 y2-q3"
ARRIVALS = f"""{HEADER}\
y1-all,annual,arrivals,2001-01-01,2001-12-31,all,100,,,persons,office,,2001-12,2002-02-01,final,preferred,true,false,A,office_count,
y1-m,annual,arrivals,2001-01-01,2001-12-31,m,40,,,persons,office,,2001-12,2002-02-01,final,preferred,true,false,A,office_count,
y1-f,annual,arrivals,2001-01-01,2001-12-31,f,60,,,persons,office,,2001-12,2002-02-01,final,preferred,true,false,A,office_count,
y1-all-early,annual,arrivals,2001-01-01,2001-12-31,all,104,,,persons,paper,,2001-12,2002-01-05,provisional,superseded,false,false,A,office_count,
y2-all,annual,arrivals,2002-01-01,2002-12-31,all,120,,,persons,office,,2002-12,2003-02-01,final,preferred,true,false,A,office_count,
y2-q1,quarterly,arrivals,2002-01-01,2002-03-31,all,50,,,persons,office,,2002-03,2002-04-10,final,preferred,true,false,A,office_count,
y2-q2,quarterly,arrivals,2002-04-01,2002-06-30,all,30,,,persons,office,,2002-06,2002-07-10,final,preferred,true,false,A,office_count,
y2-q3,quarterly,arrivals,2002-07-01,2002-09-30,all,25,,,persons,office,,2002-09,2002-10-10,final,preferred,true,false,A,office_count,
y2-q4,quarterly,arrivals,2002-10-01,2002-12-31,all,15,,,persons,DERIVED,{INPUTS},2002-12,2003-02-01,final,derived,true,false,A,office_count,120-105
stock-0,partial,cumulative_arrivals,,2000-12-31,all,500,,,persons,office,,2000-12,2001-02-01,partial,corroborating,false,false,A,office_count,
stock-2,partial,cumulative_arrivals,,2002-12-31,all,720,,,persons,office,,2002-12,2003-02-01,partial,corroborating,false,false,A,office_count,
"""

SOURCES = """\
source_id,title,publisher,date,published,url
office,Count of arrivals,Office of Arrivals,2003-02-01,2003-02-01,https://example.org/count
paper,"Arrivals, first figures",The Paper,2002-01-05,2002-01-05,https://example.org/paper
DERIVED,Arithmetic on other rows,compiled here,2003-02-01,2003-02-01,
"""

PRESSURES = """\
row_id,measure,reference_period_start,reference_period_end,gender,value,low,high,unit,source_id,published
harvest-2001,harvest_index,2001-01-01,2001-12-31,all,1.5,1.1,1.9,index,office,2002-03-01
mood-2001,mood,2001-01-01,2001-12-31,all,,,,qualitative,paper,2002-01-05
"""

NUMBERS = ("value", "low", "high")
DATES = ("reference_period_start", "reference_period_end", "published")


def descriptor() -> dict:
    """The descriptor of the package; only the third table needs a schema of its own."""
    fields = [
        {"name": name, "type": "number" if name in NUMBERS else "date" if name in DATES else "string"}
        for name in PRESSURES.splitlines()[0].split(",")
    ]
    return {
        "name": "outland",
        "title": "Figures on Outland",
        "licenses": [{"name": "CC-BY-4.0"}],
        "resources": [
            {"name": "arrivals", "path": "arrivals.csv"},
            {"name": "sources", "path": "sources.csv"},
            {"name": "pressures", "path": "pressures.csv", "schema": {"fields": fields}},
        ],
    }


def write_package(folder: Path, **files: str | bytes) -> Path:
    """Write the package, with some of its files (`arrivals`, `sources`, `pressures`) replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    contents = {"arrivals": ARRIVALS, "sources": SOURCES, "pressures": PRESSURES, **files}
    for name, content in contents.items():
        raw = content if isinstance(content, bytes) else content.encode()
        (folder / f"{name}.csv").write_bytes(raw)
    (folder / "datapackage.json").write_text(json.dumps(descriptor()), encoding="utf-8")
    return folder


def with_cell(table: str, row_id: str, column: str, text: str) -> str:
    """A table with one cell changed; fails when there is no such cell."""
    lines = table.splitlines()
    place = lines[0].split(",").index(column)
    (number,) = [number for number, line in enumerate(lines) if line.startswith(f"{row_id},")]
    cells = lines[number].split(",")
    cells[place] = text
    lines[number] = ",".join(cells)
    return "\n".join(lines) + "\n"
