// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.operate;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The file that a backend was swapped in from, by properties that cannot be imitated. Immutable.
 *
 * @param sha256 of the whole file, 64 lower-case hexadecimal digits
 * @param signers who signed it; empty for a file that nobody signed
 */
public record BackendFile(String sha256, List<Signer> signers) {
    /** Keeps a copy of the list. */
    public BackendFile {
        signers = List.copyOf(signers);
    }

    /**
     * Who signed entries of a jar.
     *
     * @param subject the name in the certificate; what anybody may have written into it
     * @param sha256 of the certificate in DER, 64 lower-case hexadecimal digits
     */
    public record Signer(String subject, String sha256) {
        /** The name with the certificate's SHA-256. */
        @Override
        public String toString() {
            return subject + " (certificate with SHA-256 " + sha256 + ")";
        }
    }

    /** The file in words, for messages and logs. */
    @Override
    public String toString() {
        String by = signers.stream().map(Signer::toString).collect(Collectors.joining(" and "));
        return "SHA-256 " + sha256 + (by.isEmpty() ? ", not signed" : ", signed by " + by);
    }
}
