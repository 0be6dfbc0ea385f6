// SPDX-License-Identifier: Apache-2.0
package org.cloister.guest.tsm;

import java.io.IOException;

/** The folder in which configfs makes reports: each entry is a folder whose files are its settings and results. */
interface ReportEntries {
    /** Makes an entry. */
    void make(String entry) throws IOException;

    /** Whether an entry has a file. */
    boolean has(String entry, String file);

    /**
     * The content of a file.
     *
     * @param most bytes that are read
     * @throws IOException also when there are more
     */
    byte[] read(String entry, String file, int most) throws IOException;

    /** Writes a file that is there, in one call. */
    void write(String entry, String file, byte[] content) throws IOException;

    /** Removes an entry. */
    void remove(String entry) throws IOException;
}
