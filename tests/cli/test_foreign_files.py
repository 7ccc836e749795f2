"""Every command that reads files meets those of strangers: a named error or an answer, no more."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.sampling import sample_daily

Run = Callable[..., subprocess.CompletedProcess[str]]

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
BOMB = (
    f'<?xml version="1.0"?>\n<!DOCTYPE r [<!ENTITY e0 "ha">{ENTITIES}]>\n'
    f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:e="urn:e#"><rdf:Description rdf:about="urn:a">'
    "<e:p>&e9;</e:p></rdf:Description></rdf:RDF>"
)
REFUSED = {
    "bomb.rdf": (BOMB, "bomb.rdf:2:13: a DOCTYPE is refused"),
    "context.jsonld": ('{"@context": "http://127.0.0.1:9/"}', "1:2: its @context is elsewhere"),
    "deep.ttl": (
        f"<urn:a> <urn:p> {'<<( <urn:a> <urn:p> ' * 100_000}1{' )>>' * 100_000} .",
        "deep.ttl: triple terms nested deeper than 100",
    ),
    "long.ttl": (f'<urn:a> <urn:p> "{"x" * (16 << 20)}" .', "long.ttl:1: a term of more than 16"),
    "nul.ttl": ("<urn:a> <urn:p> 1 .\0", "nul.ttl:1:20: "),
    "latin.ttl": ("<urn:a> <urn:p> '\udcff' .", "latin.ttl:1:18: the byte 0xFF is not UTF-8"),
    "zero.ttl": (None, "zero.ttl: no regular file"),
    "loop.ttl": (None, "loop.ttl: Too many levels of symbolic links"),
    "folder.ttl": (None, "folder.ttl: no "),
}
COMMANDS = {
    "query": ["query", "--text", "ASK {}", "--data"],
    "info": ["info", "--data"],
    "serve": ["serve", "--port", "0", "--data"],
    "validate": ["validate", "--shapes", "shapes.ttl"],
    "shapes": ["validate", "shapes.ttl", "--shapes"],
    "format": ["format"],
}
SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:s> a sh:NodeShape ; sh:targetNode <urn:a> ;
  sh:property [ sh:path <urn:q> ; sh:minCount 1 ] ."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("foreign")
    for name, (text, _) in REFUSED.items():
        if text is not None:
            (folder / name).write_bytes(text.encode(errors="surrogateescape"))
    (folder / "zero.ttl").symlink_to("/dev/zero")
    (folder / "loop.ttl").symlink_to("loop.ttl")
    (folder / "folder.ttl").mkdir()
    (folder / "shapes.ttl").write_text(SHAPES)
    (folder / "out").mkdir()
    (folder / "out" / "secret.ttl").symlink_to("../shapes.ttl")
    return folder


# Each command once, and each file once; all of them with all of them in the long run.
SAMPLE = zip([*COMMANDS, "query", "validate", "query"], REFUSED, strict=True)


@pytest.mark.parametrize(
    ("command", "name"),
    sample_daily(
        [
            *SAMPLE,
            *(
                pytest.param(command, name, marks=pytest.mark.long)
                for command in COMMANDS
                for name in REFUSED
            ),
        ],
        3,
    ),
)
def test_what_must_not_be_read_is_refused_by_every_command(
    run: Run, folder: Path, command: str, name: str
) -> None:
    if command == "format" and not name.endswith(".ttl"):
        command = "query"
    ended = run(*COMMANDS[command], name, cwd=folder)
    assert ended.returncode == 2
    assert REFUSED[name][1] in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("command", sample_daily(COMMANDS, 3))
def test_a_link_that_leads_out_of_a_folder_is_refused_by_every_command(
    run: Run, folder: Path, command: str
) -> None:
    ended = run(*COMMANDS[command], "out", cwd=folder)
    assert ended.returncode == 2
    assert "out/secret.ttl: a link that leads out of the folder" in ended.stderr
