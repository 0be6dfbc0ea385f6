// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.message;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a message is (SEV-SNP firmware ABI, 56860, "Message Type Encodings"). A request's response has the next number.
 */
public enum MessageType {
    /** Asks for a check of CPUID values. */
    CPUID_REQ(1, 1),
    /** Answers it. */
    CPUID_RSP(2, 1),
    /** Asks for a derived key. */
    KEY_REQ(3, 2),
    /** Answers it. */
    KEY_RSP(4, 1),
    /** Asks for an attestation report. */
    REPORT_REQ(5, 1),
    /** Answers it. */
    REPORT_RSP(6, 1),
    /** Asks for a guest's context, for a migration. */
    EXPORT_REQ(7, 1),
    /** Answers it. */
    EXPORT_RSP(8, 1),
    /** Hands a guest's context in. */
    IMPORT_REQ(9, 1),
    /** Answers it. */
    IMPORT_RSP(10, 1),
    /** Takes over a context by a migration agent. */
    ABSORB_REQ(11, 1),
    /** Answers it. */
    ABSORB_RSP(12, 1),
    /** Hands a root key in. */
    VMRK_REQ(13, 1),
    /** Answers it. */
    VMRK_RSP(14, 1),
    /** Takes over a context without a migration agent. */
    ABSORB_NOMA_REQ(15, 1),
    /** Answers it. */
    ABSORB_NOMA_RSP(16, 1),
    /** Asks how fast the clock is. */
    TSC_INFO_REQ(17, 1),
    /** Answers it. */
    TSC_INFO_RSP(18, 1);

    private final int code;
    private final int newest;

    MessageType(int code, int newest) {
        this.code = code;
        this.newest = newest;
    }

    /** MSG_TYPE, 1 to 18. */
    public int code() {
        return code;
    }

    /** The newest MSG_VERSION of it that is known, at least 1. */
    public int newest() {
        return newest;
    }

    /** Whether a guest sends it. */
    public boolean request() {
        return code % 2 == 1;
    }

    /**
     * The type of the answer to a request.
     *
     * @throws IllegalStateException when this is an answer itself
     */
    public MessageType response() {
        if (!request()) {
            throw new IllegalStateException(this + " has no response");
        }
        return values()[ordinal() + 1];
    }

    /** The type with a code; empty when it is not known. */
    public static Optional<MessageType> of(int code) {
        return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
    }
}
