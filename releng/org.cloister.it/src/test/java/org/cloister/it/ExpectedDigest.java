// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The digest of a guest of SEV-SNP, computed by the program's {@code measure}, which starts no framework. */
final class ExpectedDigest {
    private static final Path PROGRAM = Path.of(System.getProperty("distribution"), "bin", "cloister");

    private ExpectedDigest() {}

    static String of(Path folder, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(PROGRAM.toAbsolutePath().toString(), "measure"));
        command.addAll(List.of("--type", "sev-snp"));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).directory(folder.toFile()).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
        return said.strip();
    }
}
