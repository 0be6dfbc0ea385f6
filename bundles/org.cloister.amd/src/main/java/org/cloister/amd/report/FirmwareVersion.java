// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.report;

import java.util.Comparator;

/**
 * A version of the secure processor's SNP firmware, ordered by its numbers. Immutable.
 *
 * @param major 0 to 255
 * @param minor 0 to 255
 * @param build 0 to 255
 */
public record FirmwareVersion(int major, int minor, int build) implements Comparable<FirmwareVersion> {
    private static final Comparator<FirmwareVersion> ORDER = Comparator.comparingInt(FirmwareVersion::major)
            .thenComparingInt(FirmwareVersion::minor)
            .thenComparingInt(FirmwareVersion::build);

    @Override
    public int compareTo(FirmwareVersion other) {
        return ORDER.compare(this, other);
    }

    /** The numbers with dots between them: {@code 1.55.22}. */
    @Override
    public String toString() {
        return major + "." + minor + "." + build;
    }
}
