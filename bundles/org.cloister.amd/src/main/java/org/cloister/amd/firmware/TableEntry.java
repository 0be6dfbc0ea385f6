// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.firmware;

import java.util.Objects;
import org.cloister.api.Bytes;

/**
 * An entry of OVMF's footer table. Immutable.
 *
 * @param guid what it is
 * @param data its content, without length and GUID
 * @param offset where the data begins in the image
 */
public record TableEntry(Guid guid, Bytes data, int offset) {
    /** Checks that all parts are there. */
    public TableEntry {
        Objects.requireNonNull(guid, "guid");
        Objects.requireNonNull(data, "data");
    }
}
