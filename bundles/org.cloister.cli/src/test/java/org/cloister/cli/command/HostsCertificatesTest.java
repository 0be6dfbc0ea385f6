// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.cloister.cli.testing.Firmware;
import org.cloister.cli.testing.Terminal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command takes a platform's certificates as hosts show them (T2). */
@DisplayName("T2: certificates of SEV as hosts show them")
class HostsCertificatesTest {
    @TempDir
    Path folder;

    private Terminal terminal;

    @BeforeEach
    void hostsShowThem() throws IOException {
        String pdh = base64("pdh");
        String chain = base64("pek", "oca", "cek");
        Files.writeString(folder.resolve("pdh.b64"), pdh);
        Files.writeString(folder.resolve("chain.b64"), chain);
        Files.writeString(folder.resolve("both.b64"), pdh + "\n" + chain + "\n");
        Files.writeString(folder.resolve("virsh"), "pdh            : " + pdh + "\ncert-chain     : " + chain + "\n");
        Files.writeString(
                folder.resolve("qmp.json"),
                "{\"return\": {\"pdh\": \"" + pdh + "\", \"cert-chain\": \"" + chain + "\"}}");
        Files.writeString(
                folder.resolve("sev.xml"), "<sev><pdh>" + pdh + "</pdh><cert-chain>" + chain + "</cert-chain></sev>");
    }

    private static String base64(String... names) throws IOException {
        var all = new java.io.ByteArrayOutputStream();
        for (String name : names) {
            all.write(Files.readAllBytes(Firmware.data("legacy/naples/" + name + ".cert")));
        }
        return Base64.getEncoder().encodeToString(all.toByteArray());
    }

    private int run(String... words) {
        terminal = new Terminal().folder(folder);
        return terminal.run(words);
    }

    private static String authorities() {
        return Firmware.data("legacy/ca/naples").toString();
    }

    @Test
    @DisplayName("T2: session create takes PDH and chain in base64")
    void sessionFromTwoFiles() {
        assertThat(session("--pdh", "pdh.b64", "--chain", "chain.b64", authorities()))
                .as(() -> terminal.err())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"both.b64", "virsh", "qmp.json", "sev.xml"})
    @DisplayName("T2: session create, verify chain and show take PDH and chain in one text")
    void oneText(String text) {
        assertThat(session("--pdh", text, "--chain", authorities()))
                .as(() -> terminal.err())
                .isZero();
        assertThat(run("verify", "chain", text, authorities()))
                .as(() -> terminal.out())
                .isZero();
        assertThat(run("show", text)).as(() -> terminal.err()).isZero();
        assertThat(terminal.out()).startsWith("4 certificates");
    }

    @Test
    @DisplayName("T2: verify chain finds such texts in a folder")
    void textsInAFolder() throws IOException {
        for (String name : List.of("both.b64", "virsh", "sev.xml")) {
            Files.delete(folder.resolve(name));
        }
        assertThat(run("verify", "chain", ".", authorities()))
                .as(() -> terminal.out())
                .isZero();
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    @DisplayName("T2: a changed letter of the text is noticed")
    void changedLetter() throws IOException {
        StringBuilder text = new StringBuilder(Files.readString(folder.resolve("pdh.b64")));
        text.setCharAt(60, text.charAt(60) == 'A' ? 'B' : 'A');
        Files.writeString(folder.resolve("pdh.b64"), text);

        assertThat(session("--pdh", "pdh.b64", "--chain", "chain.b64", authorities()))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("pdh.signature");
    }

    @Test
    @DisplayName("T2: what is no PDH is refused with what is one")
    void noPdh() throws IOException {
        Files.writeString(folder.resolve("note"), "the certificate comes tomorrow\n");

        assertThat(session("--pdh", "note")).isEqualTo(2);
        assertThat(terminal.err())
                .contains("0 certificates of a PDH")
                .contains("note: this file has no certificates")
                .contains("virsh nodesevinfo");
    }

    private int session(String... more) {
        String[] words = new String[6 + more.length];
        System.arraycopy(new String[] {"session", "create", "--policy", "0x1", "--out", "out"}, 0, words, 0, 6);
        System.arraycopy(more, 0, words, 6, more.length);
        return run(words);
    }
}
