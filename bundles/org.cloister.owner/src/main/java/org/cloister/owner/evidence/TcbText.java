// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.evidence;

import org.cloister.amd.tcb.TcbVersion;

/** The TCB version of Azure's THIM service: 16 hexadecimal digits, the most significant byte first. */
final class TcbText {
    private TcbText() {}

    static long of(JsonFields json) {
        json.hex("tcbm", TcbVersion.SIZE);
        return Long.parseUnsignedLong(json.text("tcbm"), 16);
    }
}
