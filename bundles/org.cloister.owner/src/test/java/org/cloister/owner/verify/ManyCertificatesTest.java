// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.owner.verify.Verifications.assertPassed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.der.Pem;
import org.cloister.amd.page.CertificateEntry;
import org.cloister.amd.page.CertificateKind;
import org.cloister.amd.page.CertificateTable;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.api.Bytes;
import org.cloister.owner.evidence.Shapes;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** More certificates than anybody has: forged ones of the right chip, TCB and key, and the true one among them. */
class ManyCertificatesTest {
    private static final MadeChain MILAN = MadeChain.milan();
    private static final Bytes VCEK = MILAN.vcek().encoded();
    private static final Bytes ASK = MILAN.ask().encoded();
    private static final Bytes REPORT = MILAN.signed();
    private static final int MANY = 10_000;

    @TempDir
    private Path folder;

    /** The true certificate with another signature: it fits the report, and only its chain shows that it is forged. */
    private static Bytes forged(int number) {
        byte[] der = VCEK.toArray();
        for (int i = 0; i < Integer.BYTES; i++) {
            der[der.length - 1 - i] = (byte) (number >>> Byte.SIZE * i);
        }
        return Bytes.of(der);
    }

    private static Bytes pem(Bytes der) {
        return Pem.write("CERTIFICATE", der);
    }

    private static Bytes joined(Stream<Bytes> parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts.forEach(part -> all.writeBytes(part.toArray()));
        return Bytes.of(all.toByteArray());
    }

    private static Bytes forgedPem(int count) {
        return joined(IntStream.range(0, count).mapToObj(i -> pem(forged(i))));
    }

    private static Bytes truth() {
        return joined(Stream.of(pem(VCEK), pem(ASK)));
    }

    /** More rows than are read, the true ones first. */
    private static Bytes table() {
        List<CertificateEntry> entries = new ArrayList<>(List.of(
                new CertificateEntry(CertificateKind.VCEK, VCEK), new CertificateEntry(CertificateKind.ASK, ASK)));
        IntStream.range(0, 62).forEach(i -> entries.add(new CertificateEntry(CertificateKind.VCEK, forged(i))));
        byte[] right = CertificateTable.of(entries).encode().toArray();
        int moved = (MANY - 64) * CertificateTable.ENTRY;
        byte[] rows = new byte[64 * CertificateTable.ENTRY];
        System.arraycopy(right, 0, rows, 0, rows.length);
        for (int at = 16; at < rows.length; at += CertificateTable.ENTRY) {
            int offset = Bytes.of(rows).buffer().getInt(at) + moved;
            for (int i = 0; i < Integer.BYTES; i++) {
                rows[at + i] = (byte) (offset >>> Byte.SIZE * i);
            }
        }
        Bytes last = Bytes.of(rows, rows.length - CertificateTable.ENTRY, CertificateTable.ENTRY);
        return joined(Stream.concat(
                Stream.of(Bytes.of(rows)),
                Stream.concat(
                        Collections.nCopies(MANY - 64, last).stream(),
                        Stream.of(Bytes.of(right, rows.length, right.length - rows.length)))));
    }

    private static Bytes trustee(int count) {
        String whole = new String(Shapes.trustee(REPORT, VCEK).toArray(), StandardCharsets.US_ASCII);
        String one =
                whole.substring(whole.indexOf("{\"cert_type\":\"VCEK\""), whole.indexOf(",{\"cert_type\":{\"OTHER"));
        String ask = one.replaceFirst("\\[.*\\]", numbers(ASK));
        String forged = one.replaceFirst("\\[.*\\]", numbers(forged(1)));
        return Shapes.utf8(whole.replace(one, ask + "," + (forged + ",").repeat(count) + one));
    }

    private static String numbers(Bytes content) {
        return IntStream.range(0, content.length())
                .mapToObj(i -> Integer.toString(content.at(i)))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private void write(String name, Bytes content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content.toArray());
    }

    /** Inputs with what has to be answered. */
    private Map<String, String> inputs() throws IOException {
        for (int i = 0; i < MANY; i++) {
            write("folder/f" + i, forged(i));
        }
        write("folder/a-key.der", VCEK);
        write("folder/ask.pem", pem(ASK));
        write("bundle.pem", joined(Stream.of(forgedPem(4000), truth())));
        write("bundle-first.pem", joined(Stream.of(truth(), forgedPem(4000))));
        write("bundle-forged.pem", joined(Stream.of(pem(ASK), forgedPem(4000))));
        write("bundle-10000.pem", joined(Stream.of(forgedPem(MANY), truth())));
        write("beginnings.pem", Shapes.utf8("-----BEGIN A-----".repeat(450_000)));
        write("table", table());
        write("evidence-table", Shapes.both(REPORT, table()));
        write("evidence-json", trustee(150));
        write("evidence-json-10000", trustee(MANY));
        Map<String, String> answers = new LinkedHashMap<>();
        answers.put("folder", "pass , ignored 4095, 5906 more files, which were not looked at");
        answers.put("bundle.pem", "pass , ignored 4000");
        answers.put("bundle-first.pem", "pass , ignored 4000");
        answers.put("bundle-forged.pem", "fail leaf.signature, ignored 3999");
        answers.put("bundle-10000.pem", "too large");
        answers.put("beginnings.pem", "fail certificates.form,intermediate.found,leaf.found, ignored 1");
        answers.put("table", "pass , ignored 63");
        answers.put("evidence-table", "fail report.size, ignored 64");
        answers.put("evidence-json", "pass , ignored 1");
        answers.put("evidence-json-10000", "fail report.size, ignored 0");
        return answers;
    }

    @Test
    @DisplayName("R6: 10,000 certificates in a folder, file, table or JSON get an answer within 256 MiB of heap")
    @Timeout(value = 300, unit = TimeUnit.SECONDS)
    void ownerR6_manyCertificatesGetAnAnswerInLittleMemory() throws IOException, InterruptedException {
        write("report", REPORT);
        write("root", pem(MILAN.ark().encoded()));
        Map<String, String> expected = inputs();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                ManyCertificates.class.getName(),
                folder.toString()));
        command.addAll(expected.keySet());
        Path answers = folder.resolve("answers");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(answers.toFile())
                .start();
        int code = ended(process);
        List<String> lines = Files.readAllLines(answers);
        lines.forEach(System.out::println);

        assertThat(code).as(String.join("\n", lines)).isZero();
        assertThat(lines).hasSize(expected.size());
        int line = 0;
        for (Map.Entry<String, String> one : expected.entrySet()) {
            assertThat(lines.get(line++)).startsWith(one.getKey() + ": ").contains(one.getValue());
        }
    }

    private static int ended(Process process) throws InterruptedException {
        try {
            return process.waitFor();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    @DisplayName("R6: the true certificate among 1,000 is found wherever it is")
    void ownerR6_theTrueOneAmongThousandIsFoundWhereverItIs() {
        List<AmdCertificate> all = new ArrayList<>();
        for (int i = 0; i < 999; i++) {
            all.add(AmdCertificate.decode(forged(i), "forged " + i));
        }
        AmdCertificate ask = AmdCertificate.decode(ASK, "ask");
        AmdCertificate key = AmdCertificate.decode(VCEK, "key");
        ReportVerifier verifier = ReportVerifier.remembering(MILAN.roots(), Crypto.usual());
        // Each forged one before it costs a signature: the places are sampled, with both ends
        for (int place : new int[] {0, 1, 2, 63, 64, 65, 127, 255, 256, 499, 500, 511, 512, 750, 997, 998, 999}) {
            List<AmdCertificate> placed = new ArrayList<>(all);
            placed.add(place, key);
            placed.add(place, ask);
            VerificationResult result =
                    verifier.verify(REPORT, CertificateBundle.of(placed), Verifications.AT, AppraisalPolicy.NONE);

            assertThat(assertPassed(result).chain()).as("at %d", place).contains(key, ask);
            assertThat(result.ignored()).hasSize(999);
        }
    }
}
