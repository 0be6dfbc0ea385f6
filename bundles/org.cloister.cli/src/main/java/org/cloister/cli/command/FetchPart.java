// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.amd.tcb.KdsRequest;
import org.cloister.amd.tcb.KdsSubject;

/** A part of what a verification takes, by its name in options. */
enum FetchPart {
    /** Certificates of keys. */
    KEY,
    /** Certificates of authorities. */
    CHAIN,
    /** Revocation lists. */
    CRL;

    boolean has(KdsRequest request) {
        return this == of(request.subject());
    }

    private static FetchPart of(KdsSubject subject) {
        return switch (subject) {
            case CHIP_CERTIFICATE -> KEY;
            case CHIP_CHAIN, LOADED_CHAIN -> CHAIN;
            case CHIP_REVOCATIONS, LOADED_REVOCATIONS -> CRL;
        };
    }
}
