// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.evidence;

import java.util.Map;
import java.util.Optional;
import org.cloister.api.Bytes;

/** Tokens that begin with one of these tags (IANA, CBOR tags): recognised, to be refused by name. */
final class CborToken {
    private static final Map<Long, String> TAGS = Map.of(
            17L, "COSE_Mac0",
            18L, "COSE_Sign1, a signed EAT or CoRIM",
            61L, "a CWT, an EAT",
            98L, "COSE_Sign",
            500L, "a CoRIM",
            501L, "an unsigned CoRIM",
            502L, "a signed CoRIM",
            506L, "a CoMID",
            601L, "UCCS, an unsigned EAT",
            602L, "a detached EAT bundle");

    private CborToken() {}

    static boolean seems(Bytes content) {
        return name(content).isPresent();
    }

    static void refuse(Bytes content, EvidenceParts into) {
        throw into.notTaken("have the tool hand out the report that it was made of, as binary or configfs-tsm")
                .found(name(content).orElseThrow())
                .exception();
    }

    private static Optional<String> name(Bytes content) {
        return CborReader.tag(content).map(TAGS::get);
    }
}
