// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.evidence;

import java.util.Optional;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;

/** The JSON in an HCL report. */
final class AzureRuntime {
    private AzureRuntime() {}

    /** What the guest had put in, by NV index 0x01400002: 64 bytes. */
    static Optional<Bytes> userData(Bytes json, EvidenceParts into) {
        try {
            JsonFields fields = JsonFields.parse(json, into.place("runtime data"));
            return fields.has("user-data") ? Optional.of(fields.hex("user-data", RuntimeData.SIZE)) : Optional.empty();
        } catch (CloisterException unreadable) {
            into.note("what the guest put in cannot be told: "
                    + unreadable.problem().message());
            return Optional.empty();
        }
    }
}
