// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cert;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.amd.testdata.Hostile;
import org.cloister.amd.testdata.Problems;
import org.cloister.amd.testing.TestData;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What hosts show of a platform in text is read as the certificates themselves (T2). */
@DisplayName("T2: certificates of SEV as hosts show them")
class CertificateTextTest {
    private static final List<KeyUsage> ALL = List.of(KeyUsage.PDH, KeyUsage.PEK, KeyUsage.OCA, KeyUsage.CEK);

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            base64, one behind the other | {pdh}~{chain}~
            base64 in lines | {lines}~{chain}
            virsh nodesevinfo | pdh            : {pdh}~cert-chain     : {chain}~cpu0-id        : AAAA~cbitpos     : 47~
            query-sev-capabilities | {"return": {"cbitpos": 47, "pdh": "{pdh}", "cert-chain": "{chain}", "cpu0-id": "AA"}}
            JSON with strokes escaped | {"pdh":"{pdh/}","cert-chain":"{chain/}"}
            XML | <sev supported="yes"><cbitpos>47</cbitpos><pdh>~ {pdh}~</pdh><certChain>{chain}</certChain></sev>
            values in quotes | pdh="{pdh}"~cert-chain="{chain}"~
            """)
    void everyTextGivesPdhAndChain(String name, String text) {
        String pdh = base64("legacy/naples/pdh.cert");
        String chain = base64("legacy/naples/pek.cert", "legacy/naples/oca.cert", "legacy/naples/cek.cert");
        String filled = text.replace("{pdh}", pdh)
                .replace("{chain}", chain)
                .replace("{pdh/}", pdh.replace("/", "\\/"))
                .replace("{chain/}", chain.replace("/", "\\/"))
                .replace("{lines}", lines("legacy/naples/pdh.cert"))
                .replace('~', '\n');

        assertThat(CertificateFile.decode(ascii(filled), "host"))
                .extracting(AmdFormatCertificate::usage)
                .containsExactlyElementsOf(ALL);
    }

    @Test
    void otherFilesAreReadAsTheyAre() {
        for (String name : List.of("legacy/naples/pdh.cert", "legacy/ca/naples/ask.cert")) {
            Bytes content = TestData.bytes(name);
            assertThat(CertificateFile.binary(content)).isSameAs(content);
        }
        for (String text : List.of("", "\n", "pdh", "pdh: ", "hello world", "{\"pdh\": \"????\"}", "pdh : A")) {
            assertThat(CertificateFile.binary(ascii(text))).isEqualTo(ascii(text));
        }
    }

    @Test
    void problemNamesThePlaceInWhatTheTextStandsFor() {
        Bytes cut = ascii(base64("legacy/naples/pdh.cert").substring(0, 400));

        assertThat(Problems.refused("cert.length", () -> CertificateFile.decode(cut, "pdh.b64"))
                        .where())
                .startsWith("pdh.b64, decoded");
    }

    @Test
    void nothingButProblemsComesOutOfChangedTexts() {
        String pdh = base64("legacy/naples/pdh.cert").substring(0, 120);
        Hostile.mutated(ascii("{\"pdh\": \"" + pdh + "\"}"), bytes -> CertificateFile.decode(bytes, "host"));
        Hostile.random(400, bytes -> CertificateFile.decode(bytes, "host"));
    }

    private static String base64(String... names) {
        String hex = Stream.of(names).map(name -> TestData.bytes(name).hex()).collect(Collectors.joining());
        return Base64.getEncoder().encodeToString(Bytes.ofHex(hex).toArray());
    }

    private static String lines(String name) {
        return Base64.getMimeEncoder().encodeToString(TestData.bytes(name).toArray());
    }

    private static Bytes ascii(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.US_ASCII));
    }
}
