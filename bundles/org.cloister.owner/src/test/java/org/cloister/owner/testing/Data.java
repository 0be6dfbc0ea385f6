// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.testing;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.cloister.api.Bytes;
import org.cloister.api.guest.Image;
import org.cloister.testing.DataFolder;

/** Real artefacts, as the tests of this bundle want them. */
public final class Data {
    private Data() {}

    /** A file of the data folder, or a folder in it. */
    public static Path path(String name) {
        return DataFolder.path(name);
    }

    /** The content of a file. */
    public static Bytes bytes(String name) {
        return Bytes.of(DataFolder.bytes(name));
    }

    /** A file as an image. */
    public static Image image(String name) {
        return new Image(name, bytes(name));
    }

    /** The text of a file. */
    public static String text(String name) {
        return new String(bytes(name).toArray(), StandardCharsets.US_ASCII);
    }
}
