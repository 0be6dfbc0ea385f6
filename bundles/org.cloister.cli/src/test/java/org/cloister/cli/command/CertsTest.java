// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.cloister.amd.page.CertificateEntry;
import org.cloister.amd.page.CertificateKind;
import org.cloister.amd.page.CertificateTable;
import org.cloister.api.Bytes;
import org.cloister.cli.testing.Firmware;
import org.cloister.cli.testing.JsonKeys;
import org.cloister.cli.testing.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real certificates into a GHCB certificate table and out of it again. */
class CertsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(textBlock = """
        milan-v2,      pem, ARK ASK VCEK
        genoa-v3,      der, ARK ASK VCEK
        turin,         pem, ARK ASK VCEK
        milan-v3-vlek, der, ARK ASK VLEK
        """)
    void outAndInAgainIsTheSameTable(String name, String form, String kinds) throws IOException {
        String source = Firmware.data("snp/" + name).toString();

        assertThat(run("certs", "import", source, "--out", "table")).contains("written");
        assertThat(run("certs", "export", "table", "--out", "files", "--form", form))
                .hasLineCount(3);
        run("certs", "import", "files", "--out", "again");

        assertThat(table("again").raw()).isEqualTo(table("table").raw());
        assertThat(table("table").entries().stream().map(entry -> entry.label()))
                .containsExactly(kinds.split(" "));
        assertThat(names("files")).allMatch(file -> file.endsWith("." + form)).hasSize(3);
        assertThat(names(".")).noneMatch(file -> file.endsWith(".tmp"));
    }

    @Test
    void aTableHoldsTheDerOfACertificate() throws IOException {
        Path vcek = Firmware.data("snp/turin/vcek_turin.der");

        run("certs", "import", vcek.toString(), "--out", "table");

        assertThat(table("table").contents(CertificateKind.VCEK)).containsExactly(Bytes.of(Files.readAllBytes(vcek)));
    }

    @Test
    void ofTwoIntermediatesTheOneThatIssuedTheKey() throws IOException {
        run("certs", "import", Firmware.data("snp/milan-v3-vlek").toString(), "--out", "table");

        Terminal terminal = new Terminal().folder(folder);
        terminal.run("show", "table");
        assertThat(terminal.out()).contains("CN=SEV-VLEK-Milan", "X.509 certificate, ASVK");
    }

    @Test
    void json() {
        String source = Firmware.data("snp/milan-v2").toString();

        JsonObject table = JsonKeys.document(run("certs", "import", source, "--out", "t", "-o", "json"));
        assertThat(table.keySet()).containsExactly("table", "size", "entries");
        assertThat(JsonKeys.ofFirst(table.get("entries"))).containsExactly("kind", "guid", "size");
        JsonObject files = JsonKeys.document(run("certs", "export", "t", "--out", "d", "-o", "json"));
        assertThat(files.keySet()).containsExactly("folder", "files");
        assertThat(JsonKeys.ofFirst(files.get("files"))).containsExactly("name", "size", "origin");
    }

    /** A host that nobody trusts cannot deny its certificates by a row of junk beside them. */
    @Test
    void junkRowsAreIgnored() throws IOException {
        run("certs", "import", Firmware.data("snp/milan-v2").toString(), "--out", "whole");
        List<CertificateEntry> rows = new ArrayList<>(table("whole").entries());
        Bytes junk = Bytes.of("junk".getBytes(StandardCharsets.US_ASCII));
        rows.add(1, new CertificateEntry(CertificateKind.VLEK, junk));
        byte[] table = CertificateTable.of(rows).encode().toArray();
        // The length of the last row
        Arrays.fill(table, 3 * CertificateTable.ENTRY + 20, 4 * CertificateTable.ENTRY, (byte) 0);
        Files.write(folder.resolve("t"), table);

        Terminal terminal = new Terminal().folder(folder);
        assertThat(terminal.run("certs", "export", "t", "--out", "d")).isZero();
        assertThat(names("d")).hasSize(2);
        assertThat(terminal.err().lines())
                .hasSize(2)
                .anyMatch(line -> line.startsWith("note: t, entry VLEK is ignored: "))
                .anyMatch(line -> line.startsWith("note: t, entry "
                        + rows.get(3).guid() + ", " + rows.get(3).label() + " is ignored: "));
        JsonObject json = JsonKeys.document(run("certs", "export", "t", "--out", "e", "-o", "json"));
        assertThat(json.getAsJsonArray("ignored")).hasSize(2);

        Files.write(
                folder.resolve("junk"),
                CertificateTable.of(List.of(rows.get(1))).encode().toArray());
        refused("junk, entry VLEK", "certs", "export", "junk", "--out", "f");
        assertThat(folder.resolve("f")).doesNotExist();
    }

    @Test
    void whatIsReadIsNotReplaced() throws IOException {
        run("certs", "import", Firmware.data("snp/milan-v2").toString(), "--out", "table");
        byte[] table = Files.readAllBytes(folder.resolve("table"));

        refused("table: this file was read", "certs", "import", "table", "--out", "table", "--force");
        Files.copy(folder.resolve("table"), folder.resolve("vcek.pem"));
        refused("vcek.pem: this file was read", "certs", "export", "vcek.pem", "--out", ".", "--force");
        assertThat(folder.resolve("table")).hasBinaryContent(table);
        assertThat(folder.resolve("vcek.pem")).hasBinaryContent(table);
    }

    @Test
    void anExistingFileStays() throws IOException {
        String source = Firmware.data("snp/milan-v2").toString();
        Files.writeString(folder.resolve("table"), "mine");

        refused(
                "table: this file exists already; replace it with --force",
                "certs",
                "import",
                source,
                "--out",
                "table");
        assertThat(folder.resolve("table")).hasContent("mine");
        run("certs", "import", source, "--out", "table", "--force");
        Files.createDirectory(folder.resolve("files"));
        Files.writeString(folder.resolve("files/vcek.pem"), "mine");
        refused("vcek.pem: this file exists already", "certs", "export", "table", "--out", "files");
        assertThat(names("files")).containsExactly("vcek.pem");
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));
        refused("link: this file exists already", "certs", "import", source, "--out", "link");
        assertThat(folder.resolve("nowhere")).doesNotExist();
    }

    @Test
    void refusedImports() throws IOException {
        Files.createDirectory(folder.resolve("empty"));
        Files.writeString(folder.resolve("file"), "no folder");
        String report = Firmware.data("snp/milan-v2/report_milan.bin").toString();
        String turin = Firmware.data("snp/turin").toString();
        String milan = Firmware.data("snp/milan-v2/cert_chain_milan").toString();

        refused("empty: there is no certificate in what was named", "certs", "import", "empty", "--out", "t");
        refused("nix: there is no such file or folder", "certs", "import", "nix", "--out", "t");
        refused("this is an SEV-SNP attestation report", "certs", "import", report, "--out", "t");
        refused("certificate in AMD's own format", "certs", "import", naples(), "--out", "t");
        refused("room for one ASK, and these are two", "certs", "import", turin, milan, "--out", "t");
        refused("file/t: the folder of this file is none", "certs", "import", turin, "--out", "file/t");
        refused("this is a folder", "certs", "import", turin, "--out", "empty");
        refused("a{00}b: this is not a file name", "certs", "import", "a\0b", "--out", "t");
        assertThat(folder.resolve("t")).doesNotExist();
    }

    @Test
    void refusedExports() throws IOException {
        String report = Firmware.data("snp/milan-v2/report_milan.bin").toString();
        run("certs", "import", Firmware.data("snp/milan-v2").toString(), "--out", "t");
        byte[] table = Files.readAllBytes(folder.resolve("t"));
        Files.write(folder.resolve("short"), Arrays.copyOf(table, 1000));
        Files.write(folder.resolve("zeros"), new byte[4096]);
        Files.write(folder.resolve("nothing"), new byte[0]);

        refused("found an SEV-SNP attestation report", "certs", "export", report, "--out", "d");
        refused("short, entry", "certs", "export", "short", "--out", "d");
        refused("zeros: this certificate table is empty", "certs", "export", "zeros", "--out", "d");
        refused("nothing: this file is empty", "certs", "export", "nothing", "--out", "d");
        refused("option '--form'", "certs", "export", "t", "--out", "d", "--form", "txt");
        refused("import, export or fetch is missing", "certs");
        assertThat(folder.resolve("d")).doesNotExist();
    }

    private static String naples() {
        return Firmware.data("legacy/naples/pek.cert").toString();
    }

    private String run(String... arguments) {
        Terminal terminal = new Terminal().folder(folder);
        int code = terminal.run(arguments);
        assertThat(code).as(terminal.err()).isZero();
        return terminal.out();
    }

    private void refused(String message, String... arguments) {
        Terminal terminal = new Terminal().folder(folder);

        assertThat(terminal.run(arguments)).isEqualTo(2);
        assertThat(terminal.err()).startsWith("cloister: ").contains(message).hasLineCount(1);
        assertThat(terminal.out()).isEmpty();
    }

    private CertificateTable table(String name) throws IOException {
        return CertificateTable.decode(Bytes.of(Files.readAllBytes(folder.resolve(name))), name);
    }

    private List<String> names(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
