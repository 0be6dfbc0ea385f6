// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cert;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;

/** What a key is for (SEV API, 55766, appendix C, "USAGE"). */
public enum KeyUsage {
    /** AMD's root key. */
    ARK(0x0, "AMD root key"),
    /** The key that AMD signs chips with. */
    ASK(0x13, "AMD SEV signing key"),
    /** No key: an empty signature. */
    NONE(0x1000, "no key"),
    /** The key of a platform's owner. */
    OCA(0x1001, "owner certificate authority"),
    /** The key that signs for the platform. */
    PEK(0x1002, "platform endorsement key"),
    /** The key that sessions are agreed with. */
    PDH(0x1003, "platform Diffie-Hellman key"),
    /** The key of the chip. */
    CEK(0x1004, "chip endorsement key");

    private final int code;
    private final String meaning;

    KeyUsage(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** The number that stands for it. */
    public int code() {
        return code;
    }

    /** What it is, in words. */
    public String meaning() {
        return meaning;
    }

    /**
     * The usage with a number.
     *
     * @param where the file and field, for the problem
     * @throws org.cloister.api.CloisterException {@code cert.usage} for one that is not defined
     */
    static KeyUsage of(long code, String where) {
        return Arrays.stream(values())
                .filter(one -> one.code == code)
                .findFirst()
                .orElseThrow(() -> Problem.input(CertCodes.CERT_USAGE, "there is no key usage with this number")
                        .at(where)
                        .found(Numbers.hex(code))
                        .expected(codes())
                        .exception());
    }

    private static String codes() {
        return Arrays.stream(values())
                .map(one -> String.format(Locale.ROOT, "0x%x (%s)", one.code, one))
                .collect(Collectors.joining(", "));
    }
}
