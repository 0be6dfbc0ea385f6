// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.cloister.amd.crypto.Crypto;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.owner.evidence.EvidenceReader;

/**
 * A process that verifies {@code report} of a folder under its {@code root} with each input of certificates, and prints
 * a line for each: its name, what came of it, how much is ignored and how long it took.
 */
final class ManyCertificates {
    private ManyCertificates() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        for (String input : Arrays.asList(arguments).subList(1, arguments.length)) {
            long begin = System.nanoTime();
            String answer = answer(folder, folder.resolve(input));
            System.out.println(input + ": " + answer + " (" + (System.nanoTime() - begin) / 1_000_000 + " ms)");
        }
    }

    private static String answer(Path folder, Path input) throws Exception {
        Bytes report = Bytes.of(Files.readAllBytes(folder.resolve("report")));
        Roots roots = Roots.trusting(new CertificateFiles().add(folder.resolve("root")));
        boolean evidence = input.getFileName().toString().startsWith("evidence");
        try {
            CertificateFiles files = evidence ? new CertificateFiles() : new CertificateFiles().add(input);
            Bytes content = evidence ? Bytes.of(Files.readAllBytes(input)) : report;
            VerificationResult result = ReportVerifier.of(roots, Crypto.usual())
                    .verify(
                            EvidenceReader.read(content, "evidence"),
                            files.bundle(),
                            Verifications.AT,
                            AppraisalPolicy.NONE);
            String failed = String.join(",", Verifications.failed(result));
            String last = result.ignored().stream()
                    .filter(one -> one.kind().contains("not looked at"))
                    .findFirst()
                    .map(one -> ", " + one.kind())
                    .orElse("");
            return result.verdict() + " " + failed + ", ignored "
                    + result.ignored().size() + last;
        } catch (CloisterException e) {
            return e.problem().message();
        }
    }
}
