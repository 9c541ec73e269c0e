"""Files that are not what they seem, or not whole: named in words, never half imported."""

import io
import subprocess
import sys
import tracemalloc
import zipfile

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from tests.tracking.importers.files import (
    TODAY,
    as_workbook,
    asked,
    codes,
    expected,
    noticed,
    read_bytes,
    read_text,
    refusals,
    sample,
)
from tracking.importers import read

TABLE = "Date;Campagne;Clics;Coût (EUR)\n2026-03-01;Été;3;1,50\n2026-03-02;Noël;4;2,50\n"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\xef\xbb\xbf", "empty_file"),
        (b"\n \n;;;\r\n", "empty_file"),
        (b"Date;Campagne;Clics\n", "no_data"),
        ("Date;Campagne;Clics\n\n\n".encode("utf-16"), "no_data"),
        (b"No data available", "no_data"),
        (b"date;clicks\n2026-03-01;\x001\n", "nul_bytes"),
        (b"bonjour tout le monde\n", "no_header"),
        (b'{"clicks": 1}', "no_header"),
        (b"<!DOCTYPE html><table><tr><td>Date</td></tr></table>", "not_a_table"),
        (b"%PDF-1.7 ...", "not_a_table"),
        (b"\x89PNG\r\n\x1a\n....", "not_a_table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "old_workbook"),
        (b"\x1f\x8b\x08\x00....", "archive"),
        (b"PK\x03\x04 and then nothing", "unreadable_workbook"),
    ],
)
def test_refused_with_a_reason(content, code):
    result = read_bytes(content)
    assert codes(result) == [code]
    assert not result.importable
    assert list(result.facts()) == []


def test_nul_bytes_are_named_with_their_line():
    result = read_bytes(TABLE.encode() + b"2026-03-03;\x00;1;1\n")
    assert (result.errors[0].code, result.errors[0].line) == ("nul_bytes", 4)


def test_an_endless_line_is_refused_before_it_fills_the_memory():
    content = io.BytesIO(TABLE.encode() + b"x" * 20_000_000)
    tracemalloc.start()
    result = read(content, today=TODAY)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (result.errors[0].code, result.errors[0].line) == ("line_too_long", 4)
    assert peak < 15_000_000


def test_an_endless_cell_is_refused():
    result = read_text(TABLE + '2026-03-03;"' + "a" * 200_000 + '";1;1\n')
    assert (result.errors[0].code, result.errors[0].line) == ("cell_too_long", 4)


def test_thousands_of_columns_are_refused():
    wide = ["Date", "Campagne", "Clics", *map(str, range(2_000))]
    assert codes(read_text(";".join(wide) + "\n")) == ["too_many_columns"]
    assert codes(read_bytes(as_workbook([wide]))) == ["too_many_columns"]


def test_a_quote_nobody_closed_is_named_where_it_opens():
    result = read_text(TABLE + '2026-03-03;"Soldes;1;1\n2026-03-04;Noël;1;1\n')
    assert (result.errors[0].code, result.errors[0].line) == ("open_quote", 4)
    result = read_text(TABLE + '2026-03-03;"Soldes;1;1\n' + "2026-03-04;Noël;1;1\n" * 80 + '";";1;1\n')
    assert (result.errors[0].code, result.errors[0].line) == ("open_quote", 4)


def test_line_feeds_inside_cells_are_no_new_rows():
    result = read_text(TABLE + '2026-03-03;"Soldes\nd’hiver";5;1,00\n2026-03-04;Noël;x;1\n')
    assert "Soldes d’hiver" in result.figures.by_campaign
    assert refusals(result) == [(6, "not_a_number")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_text_that_stops_inside_a_character_is_a_cut_file(encoding):
    result = read_bytes((TABLE + "2026-03-03;Été").encode(encoding)[:-1])
    assert codes(result) == ["cut_file"]


def test_damaged_utf8_is_not_mistaken_for_an_old_encoding():
    result = read_bytes(TABLE.encode() + "2026-03-03;Été éé;1;1\n".encode() + b"2026-03-04;\xff\xfe;1;1\n")
    assert (result.errors[0].code, result.errors[0].line) == ("unknown_encoding", 5)


@pytest.mark.parametrize(
    ("encoding", "label"),
    [("cp1252", "Windows-1252"), ("iso8859-15", "ISO-8859-15"), ("mac-roman", "Mac Roman")],
)
def test_eight_bit_encodings_are_told_apart(encoding, label):
    result = read_text(TABLE.replace("Noël", "Vœux à 9 €"), encoding)
    assert result.encoding == label
    assert set(result.figures.by_campaign) == {"Été", "Vœux à 9 €"}


def test_a_row_cut_short_at_the_end_refuses_the_file():
    result = read_text(TABLE + "2026-03-03;Soldes;12")
    assert (result.errors[0].code, result.errors[0].line) == ("cut_file", 4)
    assert list(result.facts()) == []


@pytest.mark.parametrize(
    "name", ["google_ads_fr_excel_utf16.csv", "google_ads_en_daily.csv", "meta_fr.csv", "linkedin_fr.csv"]
)
@pytest.mark.parametrize("part", [0.3, 0.55, 0.8, 0.97])
def test_half_a_file_never_passes_for_a_whole_one(name, part):
    content = sample(name).read_bytes()
    result = read_bytes(content[: int(len(content) * part)])
    assert result.figures.totals != expected(name)["totals"]
    assert not result.importable or noticed(result)


def test_half_a_workbook_is_refused():
    content = sample("meta_en.xlsx").read_bytes()
    assert codes(read_bytes(content[: len(content) // 2])) == ["unreadable_workbook"]


def test_a_pipe_can_be_read_too():
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    result = read(Pipe(TABLE.encode()), today=TODAY)
    assert result.figures.rows == len(list(result.facts())) == 2


def test_a_stream_is_left_open():
    stream = io.BytesIO(TABLE.encode())
    read(stream, today=TODAY)
    assert not stream.closed


# --- Workbooks


def test_formulas_in_figures_are_refused_with_their_line():
    rows = [["Date", "Campagne", "Clics", "Coût (EUR)"], ["2026-03-01", "A", 3, "=C2*0,5"]]
    assert refusals(read_bytes(as_workbook(rows))) == [(2, "formula")]


def test_array_formulas_are_formulas():
    workbook = openpyxl.Workbook()
    workbook.active.append(["Date", "Campagne", "Clics"])
    workbook.active.append(["2026-03-01", "A", 3])
    workbook.active["C2"] = ArrayFormula("C2:C2", "=SUM(A1:A3)")
    stream = io.BytesIO()
    workbook.save(stream)
    assert refusals(read_bytes(stream.getvalue())) == [(2, "formula")]


def test_formulas_in_text_cells_of_a_csv_are_refused_as_figures_and_kept_as_names():
    result = read_text("Date;Campagne;Clics\n2026-03-01;=promo;3\n2026-03-02;B;=1+1\n")
    assert result.figures.by_campaign == {"=promo": {"clicks": 3}}
    assert refusals(result) == [(3, "formula")]


def bomb(entry: str, size: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open(entry, "w", force_zip64=True) as target:
            for _ in range(size // 2**20):
                target.write(b" " * 2**20)
    return stream.getvalue()


def test_a_workbook_that_inflates_out_of_proportion_is_refused_unopened():
    content = bomb("xl/worksheets/sheet1.xml", 80 * 2**20)
    assert len(content) < 2**18
    tracemalloc.start()
    result = read_bytes(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert codes(result) == ["workbook_too_large"]
    assert result.errors[0].params["inflated_bytes"] > 80 * 2**20
    assert peak < 5_000_000


def test_an_archive_that_lies_about_its_size_is_refused():
    content = bytearray(as_workbook([["Date", "Clics"], *([["2026-03-01", 1]] * 500)]))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entry = archive.getinfo("xl/worksheets/sheet1.xml")
    # The size in the central directory is what readers go by.
    at = content.rfind(b"xl/worksheets/sheet1.xml") - 46 + 24
    assert int.from_bytes(content[at : at + 4], "little") == entry.file_size
    content[at : at + 4] = (200).to_bytes(4, "little")
    assert codes(read_bytes(bytes(content))) == ["unreadable_workbook"]


@pytest.mark.parametrize(
    ("entry", "code"),
    [("xl/workbook.bin", "old_workbook"), ("content.xml", "not_a_table"), ("Dates.csv", "archive")],
)
def test_other_archives_are_named(entry, code):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(entry, "...")
    assert codes(read_bytes(stream.getvalue())) == [code]


def test_a_sheet_that_declares_one_cell_is_read_whole():
    stream = io.BytesIO()
    content = as_workbook([["Date", "Campagne", "Clics"], ["2026-03-01", "A", 3]])
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'ref="A1:C2"', b'ref="A1"'))
    assert read_bytes(stream.getvalue()).figures.totals == {"clicks": 3}


def test_several_sheets_of_figures_are_a_question():
    rows = [["Date", "Campagne", "Clics"], ["2026-03-01", "A", 3]]
    other = [["Date", "Campagne", "Clics"], ["2026-03-01", "A", 4], ["2026-03-02", "A", 4]]
    content = as_workbook(rows, other)
    result = read_bytes(content)
    assert asked(result) == [("sheet", "ambiguous")]
    assert result.needs[0].params == {"sheets": ["Sheet", "Sheet2"]}
    assert result.figures.totals == {"clicks": 3}
    answered = read_bytes(content, sheet="Sheet2")
    assert answered.importable
    assert answered.figures.totals == {"clicks": 8}
    assert codes(read_bytes(content, sheet="Sheet9")) == ["unknown_sheet"]


def test_a_sheet_of_notes_beside_the_figures_is_no_question():
    rows = [["Date", "Campagne", "Clics"], ["2026-03-01", "A", 3]]
    result = read_bytes(as_workbook([["Notes"], ["Exporté par Claire"]], rows))
    assert (result.sheet, result.needs) == ("Sheet2", ())


def test_error_cells_are_refused_and_typed_cells_read():
    rows = [
        ["Date", "Campagne", "Clics", "Coût (EUR)"],
        [TODAY.replace(month=3, day=1), "A", 3, 1.1],
        [TODAY.replace(month=3, day=2), "A", "#DIV/0!", 2.2],
        [TODAY.replace(month=3, day=3), "A", True, 2.2],
        [46082, "A", 1, 2.2],
    ]
    result = read_bytes(as_workbook(rows))
    assert refusals(result) == [(3, "cell_error"), (4, "not_a_number"), (5, "not_a_date")]
    assert report_totals(result) == {"clicks": "3", "cost": "1.1"}


def report_totals(result):
    return {key: str(value) for key, value in result.figures.totals.items()}


# --- The engine itself


def test_memory_does_not_grow_with_the_file(tmp_path):
    def peak(rows: int) -> int:
        path = tmp_path / f"{rows}.csv"
        with path.open("w", encoding="utf-8") as file:
            file.write("Date;Campagne;Clics;Coût (EUR)\n")
            file.writelines(f"2026-03-{n % 28 + 1:02d};C{n % 9};{n % 50};{n % 90},50\n" for n in range(rows))
        tracemalloc.start()
        result = read(path, today=TODAY)
        assert sum(1 for _ in result.facts()) == rows
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    peak(100)  # what is read once, headers and months, is read here
    assert peak(30_000) < peak(12_000) + 100_000


def test_no_django_inside():
    script = "import sys, tracking.importers; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0  # noqa: S603
