"""Apache Jena Fuseki, as the tests of the project have it."""

from __future__ import annotations

from benchmarks.peers.peer import LIMIT, Peer, Site, Tools, run

_QUIET = "rootLogger.level = error\n"


class Fuseki(Peer):
    """It reads the file into memory when it starts."""

    name = "fuseki"
    title = "Fuseki, memory"
    install = "make peers (with Java 17 and Maven)"
    path = "/ds/query"

    def look(self, tools: Tools) -> str | None:
        """Find Java and the jar."""
        self._java = tools.find("java") or ""
        self._jar = tools.find_file("jena-fuseki-server-*.jar")
        if not self._java:
            return "no program java"
        return None if self._jar else "no file jena-fuseki-server-*.jar"

    def tell_version(self) -> str:
        """Return what the program says of itself, and the Java that runs it."""
        told = run([*self._start(), "--version"]).splitlines()[-1]
        java = run([self._java, "-version"]).splitlines()[0].split('"')[1]
        return f"{told} (Java {java})"

    def command(self, site: Site) -> list[str]:
        """Return the command that reads the file and serves it."""
        return [*self._prepare(site), f"--file={site.data}", "/ds"]

    def _prepare(self, site: Site) -> list[str]:
        # It writes a line for each request otherwise, which no other server does.
        settings = site.folder / "log4j2.properties"
        settings.write_text(_QUIET, encoding="utf-8")
        site.environment["FUSEKI_BASE"] = str(site.folder / "base")
        options = (f"-Dlog4j2.configurationFile={settings}", "-XX:MaxRAMPercentage=40")
        where = ("--localhost", "--port", str(site.port), "--timeout", str(LIMIT * 1000))
        return [*self._start(*options), *where]

    def _start(self, *options: str) -> list[str]:
        return [self._java, *options, "-jar", str(self._jar)]


class FusekiOnDisk(Fuseki):
    """It reads from TDB2, filled by its bulk loader."""

    name = "fuseki-disk"
    title = "Fuseki, TDB2"

    def load(self, site: Site) -> None:
        """Fill the files of the database."""
        place = f"--loc={site.folder / 'tdb2'}"
        run([self._java, "-cp", str(self._jar), "tdb2.tdbloader", place, str(site.data)], site)

    def command(self, site: Site) -> list[str]:
        """Return the command that serves the database."""
        return [*self._prepare(site), "--tdb2", f"--loc={site.folder / 'tdb2'}", "/ds"]
