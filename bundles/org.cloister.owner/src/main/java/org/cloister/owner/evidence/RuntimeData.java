// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.evidence;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.crypto.Hash;
import org.cloister.api.Bytes;

/**
 * The runtime data of an HCL report: JSON that the paravisor made, with the guest's own data in it. Only the hash in
 * the report's REPORT_DATA says that it is the paravisor's and not anybody's. Immutable.
 *
 * @param content the JSON as it was hashed
 * @param hash the algorithm
 * @param userData the 64 bytes that the guest had put in; empty where the JSON has none
 */
public record RuntimeData(Bytes content, Hash hash, Optional<Bytes> userData) {
    /** Bytes of the guest's own data, and of REPORT_DATA. */
    public static final int SIZE = 64;

    /** Checks that all parts are there. */
    public RuntimeData {
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(hash, "hash");
        Objects.requireNonNull(userData, "userData");
    }

    /** What REPORT_DATA has to be: the hash, with zeros behind it up to 64 bytes. */
    public Bytes binding(Crypto crypto) {
        return Bytes.of(Arrays.copyOf(crypto.digest(hash, content).toArray(), SIZE));
    }
}
