// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.client;

/** What private pages look like in the memory of a client. */
public enum Privacy {
    /**
     * As on hardware: SEV and SEV-ES encrypt memory where it lies, private pages of SEV-SNP lie in memory that the
     * client has no address for.
     */
    ENCRYPTED,
    /**
     * Measured, but not encrypted, for clients that have the guest executed by something without its key: SEV and
     * SEV-ES leave memory as it is, private pages of SEV-SNP lie readable in the memory of their slot.
     */
    READABLE
}
