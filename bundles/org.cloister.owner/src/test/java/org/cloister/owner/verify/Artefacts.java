// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.api.Bytes;
import org.cloister.testing.DataFolder;

/** Real reports and certificates. */
final class Artefacts {
    private Artefacts() {}

    static Path path(String name) {
        return DataFolder.path(name);
    }

    static Bytes bytes(String name) {
        return Bytes.of(DataFolder.bytes(name));
    }

    /** The certificates of some files or folders. */
    static CertificateBundle certificates(String... names) {
        CertificateFiles files = new CertificateFiles();
        Stream.of(names).forEach(name -> files.add(path(name)));
        return files.bundle();
    }
}
