// SPDX-License-Identifier: Apache-2.0
package org.cloister.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Checksums in files of their own, as Maven looks for them. */
final class ChecksumFiles {
    // Maven asks for the first; the second is for people, and for a Maven with that setting
    private static final Map<String, String> ALGORITHMS = Map.of(".sha1", "SHA-1", ".sha256", "SHA-256");

    private ChecksumFiles() {}

    /** Writes them for all files of a folder. */
    static void beside(Path folder) throws IOException {
        List<Path> contents;
        try (Stream<Path> files = Files.list(folder)) {
            contents = files.toList();
        }
        for (Path content : contents) {
            for (Map.Entry<String, String> algorithm : ALGORITHMS.entrySet()) {
                Files.writeString(
                        content.resolveSibling(content.getFileName() + algorithm.getKey()),
                        digest(algorithm.getValue(), Files.readAllBytes(content)));
            }
        }
    }

    private static String digest(String algorithm, byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }
}
