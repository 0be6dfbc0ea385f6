// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.evidence;

import java.util.Objects;
import org.cloister.api.Bytes;

/**
 * A content of evidence beside its report: certificates in DER or PEM, not looked at yet. Immutable.
 *
 * @param where the file and the place in it, for messages
 * @param content at least one byte
 */
public record EvidenceItem(String where, Bytes content) {
    /** Checks that both are there. */
    public EvidenceItem {
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(content, "content");
    }
}
