// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.owner.verify.Verifications.assertPassed;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.cloister.amd.page.CertificateEntry;
import org.cloister.amd.page.CertificateKind;
import org.cloister.amd.page.CertificateTable;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.amd.x509.IgnoredItem;
import org.cloister.api.Bytes;
import org.cloister.owner.evidence.EvidenceReader;
import org.cloister.owner.evidence.Shapes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What lies in a folder of certificates, or a host's table, and is none of the chain, changes no verdict. */
class JunkInFoldersTest {
    private static final MadeChain MILAN = MadeChain.milan();

    @TempDir
    private Path folder;

    /** Files by name, with what they are listed as. */
    enum Junk {
        SERVER_EC("server certificate with an EC key", "the signature algorithm is not AMD's") {
            @Override
            Bytes content() {
                return server("EC", "SHA256withECDSA");
            }
        },
        SERVER_RSA("server certificate with an RSA key", "the signature algorithm is not AMD's") {
            @Override
            Bytes content() {
                return server("RSA", "SHA256withRSA");
            }
        },
        PRIVATE_KEY("private key", "neither certificate nor revocation list: PRIVATE KEY") {
            @Override
            Bytes content() {
                return pem("PRIVATE KEY", Bytes.ofHex("3003020100"));
            }
        },
        SSH("OpenSSH key", "private key of OpenSSH") {
            @Override
            Bytes content() {
                return pem("OPENSSH PRIVATE KEY", Bytes.ofHex("6f70656e7373682d6b65792d763100"));
            }
        },
        REQUEST("request", "CERTIFICATE REQUEST") {
            @Override
            Bytes content() {
                return text("Bag Attributes\n" + pemText("CERTIFICATE REQUEST", Bytes.ofHex("3000")));
            }
        },
        PKCS12("PKCS#12", "") {
            @Override
            Bytes content() {
                return Bytes.ofHex("3082001f020103" + "30".repeat(28));
            }
        },
        UTF16("PEM in UTF-16", "text in UTF-16") {
            @Override
            Bytes content() {
                return Bytes.of(pemText("CERTIFICATE", MILAN.ask().encoded()).getBytes(StandardCharsets.UTF_16));
            }
        },
        CUT_OFF("PEM that is cut off", "has no end") {
            @Override
            Bytes content() {
                String whole = pemText("CERTIFICATE", MILAN.vcek().encoded());
                return text(whole.substring(0, whole.length() / 2));
            }
        },
        MANY("many blocks", "PRIVATE KEY") {
            @Override
            Bytes content() {
                return text(pemText("PRIVATE KEY", Bytes.ofHex("3000")).repeat(100));
            }
        },
        JSON("JSON", "JSON") {
            @Override
            Bytes content() {
                return text("{\"note\": \"nothing of use\"}");
            }
        },
        HEX("hexadecimal digits", "text") {
            @Override
            Bytes content() {
                return text("0x00ff00ff\n");
            }
        },
        NOTES("notes that begin with a zero", "text") {
            @Override
            Bytes content() {
                return text("0 things left to do\n");
            }
        },
        EMPTY("empty file", "an empty file") {
            @Override
            Bytes content() {
                return Bytes.EMPTY;
            }
        },
        README("text with a line of PEM", "text") {
            @Override
            Bytes content() {
                return text("Put the block here:\n-----BEGIN\nand so on\n");
            }
        },
        ZIP("archive with a certificate", "a zip archive") {
            @Override
            Bytes content() {
                return text("PK\u0003\u0004" + "\u0000\u0001".repeat(100));
            }
        },
        BROKEN("broken certificate", "") {
            @Override
            Bytes content() {
                byte[] broken = MILAN.vcek().encoded().toArray();
                broken[40] ^= 0x7f;
                return Bytes.of(broken);
            }
        },
        BROKEN_LEGACY("broken certificate in AMD's own format", "") {
            @Override
            Bytes content() {
                return Bytes.ofHex("01000000" + "ff".repeat(300));
            }
        },
        LARGE("too large a file", "this file is too large") {
            @Override
            Bytes content() {
                return Bytes.of(new byte[(8 << 20) + 1]);
            }
        };

        private final String title;
        private final String kind;

        Junk(String title, String kind) {
            this.title = title;
            this.kind = kind;
        }

        abstract Bytes content();

        @Override
        public String toString() {
            return title;
        }
    }

    private static Bytes server(String algorithm, String signature) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            KeyPair pair = generator.generateKeyPair();
            X500Name name = new X500Name("CN=server.example");
            Date day = Date.from(MadeCertificate.NOT_BEFORE);
            return Bytes.of(new JcaX509v3CertificateBuilder(name, BigInteger.ONE, day, day, name, pair.getPublic())
                    .build(new JcaContentSignerBuilder(signature).build(pair.getPrivate()))
                    .getEncoded());
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Bytes pem(String label, Bytes der) {
        return text(pemText(label, der));
    }

    private static String pemText(String label, Bytes der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der.toArray());
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    private static Bytes text(String content) {
        return Bytes.of(content.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void write(String name, Bytes content) throws IOException {
        Files.write(folder.resolve(name), content.toArray());
    }

    private void writeChain() throws IOException {
        write("m-ask.pem", pem("CERTIFICATE", MILAN.ask().encoded()));
        write("m-vcek.der", MILAN.vcek().encoded());
    }

    private VerificationResult verdict(CertificateBundle given) {
        return Verifications.verify(MILAN, MILAN.signed(), given);
    }

    static Stream<Junk> junk() {
        return Stream.of(Junk.values());
    }

    @ParameterizedTest
    @MethodSource("junk")
    void ownerV3_fileBesideTheChainIsListedAndDecidesNothing(Junk junk) throws IOException {
        writeChain();
        for (String name : List.of("a", "z.pem", "n.crl", "x.pem~")) {
            write(name, junk.content());
        }

        CertificateFiles files = new CertificateFiles().add(folder);

        assertPassed(verdict(files.bundle()));
        assertThat(files.ignored())
                .extracting(IgnoredItem::where)
                .anyMatch(where -> where.contains("/a"))
                .anyMatch(where -> where.contains("/z.pem"));
        assertThat(files.ignored())
                .extracting(IgnoredItem::kind)
                .allMatch(kind -> kind.contains(junk.kind) || kind.equals("36 more that cannot be read"))
                .noneMatch(String::isBlank);
    }

    @ParameterizedTest
    @MethodSource("junk")
    void ownerV3_entryOfAHostsTableDecidesNothing(Junk junk) {
        if (junk == Junk.EMPTY || junk == Junk.LARGE) {
            return; // no table of ours has such an entry
        }
        Map<CertificateKind, Bytes> entries = new LinkedHashMap<>();
        entries.put(CertificateKind.CRL, junk.content());
        entries.put(CertificateKind.ASK, MILAN.ask().encoded());
        entries.put(CertificateKind.ARK, junk.content());
        entries.put(CertificateKind.VCEK, MILAN.vcek().encoded());
        Bytes table = CertificateTable.of(entries.entrySet().stream()
                        .map(one -> new CertificateEntry(one.getKey(), one.getValue()))
                        .toList())
                .encode();

        CertificateBundle given = new CertificateFiles().add(table, "table").bundle();

        assertPassed(verdict(given));
        assertThat(given.ignored()).isNotEmpty();
    }

    /** A row of no content, one behind the end, one in the rows, one of everything, and GUIDs that nobody knows. */
    private static Stream<Bytes> rows() {
        List<String> places = List.of(
                "3000000000000000", "ffffffff01000000", "0100000001000000", "00000000ffffffff", "ffffffffffffffff");
        List<String> kinds = List.of(
                "63da758de6644564adc5f4b93be8accd",
                "4ab7b379bbac4fe4a02f05aef327c782",
                "92f81bc358114d3d97ffd19f88dc67ea",
                "00112233445566778899aabbccddeeff");
        return kinds.stream().flatMap(kind -> places.stream().map(place -> Bytes.ofHex(kind + place)));
    }

    /** The chain's table with a row of junk at each place. */
    private static Stream<Bytes> tablesWith(Bytes row) {
        List<CertificateEntry> entries = List.of(
                new CertificateEntry(CertificateKind.ASK, MILAN.ask().encoded()),
                new CertificateEntry(CertificateKind.VCEK, MILAN.vcek().encoded()));
        String table = CertificateTable.of(entries).encode().hex();
        return Stream.of(0, 1, 2).map(at -> {
            int behind = 2 * CertificateTable.ENTRY * at;
            String moved = table.substring(0, 32)
                    + le(0x60)
                    + table.substring(40, 80)
                    + le(0x60 + MILAN.ask().encoded().length())
                    + table.substring(88);
            return Bytes.ofHex(moved.substring(0, behind) + row.hex() + moved.substring(behind));
        });
    }

    private static String le(int number) {
        return String.format("%08x", Integer.reverseBytes(number));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void ownerR7_rowOfAHostsTableWithAWrongPlaceIsIgnoredAndTheOthersAreUsed(Bytes row) {
        for (Bytes table : tablesWith(row).toList()) {
            CertificateBundle named = new CertificateFiles().add(table, "table").bundle();
            CertificateBundle found =
                    new CertificateFiles().addCandidates(table, "table").bundle();
            VerificationResult behind =
                    Verifications.verify(MILAN, EvidenceReader.read(Shapes.both(MILAN.signed(), table), "evidence"));

            assertPassed(verdict(named));
            assertPassed(verdict(found));
            assertPassed(behind);
            assertThat(named.ignored())
                    .singleElement()
                    .satisfies(one -> assertThat(one.toString())
                            .startsWith("table, entry ")
                            .contains("does not lie among its contents: offset 0x"));
        }
    }

    @Test
    void ownerR7_secondReportBehindTheReportIsNoTableWithJunkInIt() {
        Bytes vcek = Shapes.table(MILAN.vcek().encoded(), 8);
        for (Bytes behind : List.of(
                MILAN.signed(),
                Shapes.both(vcek, MILAN.signed()),
                Shapes.both(MILAN.signed(), vcek),
                Shapes.both(vcek, Bytes.ofHex("01")))) {
            assertThat(Verifications.failed(Verifications.verify(
                            MILAN, EvidenceReader.read(Shapes.both(MILAN.signed(), behind), "evidence"))))
                    .containsExactly("report.size");
        }
    }

    @Test
    void ownerV3_allOfItTogetherDecidesNothing() throws IOException {
        writeChain();
        for (Junk junk : Junk.values()) {
            write("a" + junk.name(), junk.content());
            write("z" + junk.name(), junk.content());
        }
        Files.createSymbolicLink(folder.resolve("dangling.pem"), folder.resolve("nowhere"));
        Files.createDirectory(folder.resolve("deeper.pem"));
        write("stale.crl", new MadeCrl("ARK-Milan", MadeCertificate.NOT_BEFORE, MadeCertificate.NOT_BEFORE).encoded());
        write("other.crl", MadeCrl.by("ARK-Genoa").encoded());

        VerificationResult result =
                assertPassed(verdict(new CertificateFiles().add(folder).bundle()));

        assertThat(result.ignored())
                .extracting(IgnoredItem::toString)
                .anyMatch(one -> one.contains("stale.crl: a revocation list of ARK-Milan, not in force"))
                .anyMatch(one -> one.contains("other.crl: a revocation list of ARK-Genoa, not of the chain's root"))
                .noneMatch(one -> one.contains("m-vcek.der"));
    }
}
