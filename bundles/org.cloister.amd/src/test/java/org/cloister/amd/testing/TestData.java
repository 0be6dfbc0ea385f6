// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.testing;

import java.nio.file.Path;
import java.util.List;
import org.cloister.api.Bytes;
import org.cloister.testing.DataFolder;

/** Real artefacts and expected values, as the tests of this bundle want them. */
public final class TestData {
    private TestData() {}

    /** A file of the data folder. */
    public static Path file(String name) {
        return DataFolder.path(name);
    }

    /** The content of a file of the data folder. */
    public static Bytes bytes(String name) {
        return Bytes.of(DataFolder.bytes(name));
    }

    /** The lines of a text file of the data folder. */
    public static List<String> lines(String name) {
        return DataFolder.lines(name);
    }
}
