// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.owner.verify.Verifications.assertPassed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.der.Pem;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folders as they are found: a chain among any files under any names, which change no verdict. */
class AnyFolderTest {
    private static final int ROUNDS = 25;
    private static final MadeChain MILAN = MadeChain.milan();

    /** All kinds of files that were seen beside chains; one is too large to be copied again and again. */
    private static final List<Bytes> JUNK = junk();

    @TempDir
    private Path folder;

    private static List<Bytes> junk() {
        List<Bytes> all = new ArrayList<>();
        Stream.of(JunkInFoldersTest.Junk.values())
                .filter(one -> one != JunkInFoldersTest.Junk.LARGE)
                .forEach(one -> all.add(one.content()));
        Stream.concat(
                        PathSearchTest.companions()
                                .flatMap(one -> PathSearchTest.made(one.get()[0]))
                                .map(MadeCertificate::encoded),
                        Stream.of(
                                MILAN.signed(),
                                MadeCrl.by("ARK-Milan").encoded(),
                                MadeCrl.by("ARK-Genoa").encoded()))
                .forEach(all::add);
        return List.copyOf(all);
    }

    /** Writes them in a random order under random names, DER as it is or as PEM, alone or two in a file. */
    private void write(Random random, List<Bytes> files) throws IOException {
        List<Bytes> left = new ArrayList<>(files);
        Collections.shuffle(left, random);
        while (!left.isEmpty()) {
            Bytes content = form(random, left.remove(0));
            String name = random.nextInt(1000)
                    + List.of("", ".pem", ".der", ".crl", ".txt", "~").get(random.nextInt(6));
            Path file = folder.resolve(name);
            if (!Files.exists(file)) {
                Files.write(file, content.toArray());
            } else {
                left.add(content);
            }
        }
    }

    private static Bytes form(Random random, Bytes content) {
        boolean der = content.length() > 200 && content.at(0) == 0x30;
        return der && random.nextBoolean() ? Pem.write("CERTIFICATE", content) : content;
    }

    private void empty() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private static List<Bytes> some(Random random) {
        return JUNK.stream().filter(any -> random.nextInt(3) > 0).toList();
    }

    private static Bytes changed(Random random, Bytes report) {
        byte[] changed = report.toArray();
        changed[random.nextInt(0x2a0)] ^= (byte) (1 << random.nextInt(8));
        return Bytes.of(changed);
    }

    private void eachRound(List<Bytes> chain, Bytes report, ReportVerifier verifier, String at) throws IOException {
        for (int seed = 1; seed <= ROUNDS; seed++) {
            Random random = new Random(seed);
            List<Bytes> files = new ArrayList<>(some(random));
            files.addAll(chain);
            write(random, files);
            CertificateBundle given = new CertificateFiles().add(folder).bundle();
            Instant when = Instant.parse(at);

            VerificationResult result = verifier.verify(report, given, when, AppraisalPolicy.NONE);
            assertPassed(result);
            assertThat(result.ignored()).as("seed %d", seed).isNotEmpty();
            assertThat(verifier.verify(changed(random, report), given, when, AppraisalPolicy.NONE)
                            .passed())
                    .as("changed, seed %d", seed)
                    .isFalse();
            empty();
        }
    }

    @Test
    void ownerV3_filesOfAnyKindNumberAndOrderChangeNoVerdict() throws IOException {
        eachRound(
                List.of(MILAN.ask().encoded(), MILAN.vcek().encoded()),
                MILAN.signed(),
                ReportVerifier.remembering(MILAN.roots(), Crypto.usual()),
                Verifications.AT.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "snp/milan-v2, report_milan.bin, 2026-06-01",
        "snp/milan-v3-vlek, test-vlek-report.bin, 2025-06-01",
        "snp/genoa-v3, genoa_attestation_report.bin, 2026-06-01",
        "snp/turin-v5, turin_attestation_report.bin, 2026-06-01"
    })
    void ownerV3_filesOfAnyKindBesideARealChainChangeNoVerdict(String real, String report, String day)
            throws IOException {
        List<Bytes> chain = Artefacts.certificates(real).certificates().stream()
                .map(AmdCertificate::encoded)
                .toList();
        eachRound(
                chain,
                Artefacts.bytes(real + "/" + report),
                ReportVerifier.remembering(Roots.amd(), Crypto.usual()),
                day + "T00:00:00Z");
    }
}
