// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.session;

import java.security.MessageDigest;
import org.cloister.api.Bytes;

/** Comparison of authentication codes. */
final class ConstantTime {
    private ConstantTime() {}

    /** Whether two codes are the same, in a time that does not depend on where they differ. */
    static boolean same(Bytes one, Bytes other) {
        return MessageDigest.isEqual(one.toArray(), other.toArray());
    }
}
