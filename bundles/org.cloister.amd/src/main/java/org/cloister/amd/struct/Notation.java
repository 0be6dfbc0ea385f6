// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.struct;

import org.cloister.api.Bytes;
import org.cloister.api.Numbers;

/** How the content of a field is written for people. */
public enum Notation {
    /** An unsigned little-endian number of at most 8 bytes, in decimal. */
    NUMBER {
        @Override
        String text(Bytes content) {
            return Long.toUnsignedString(LittleEndian.number(content));
        }
    },
    /** An unsigned little-endian number of at most 8 bytes, in hexadecimal with 0x before it. */
    HEX {
        @Override
        String text(Bytes content) {
            return Numbers.hex(LittleEndian.number(content));
        }
    },
    /** The bytes in their order, two digits each. */
    BYTES {
        @Override
        String text(Bytes content) {
            return content.hex();
        }
    },
    /** Bytes that often are zero: that they are, or else their beginning. */
    ZEROS {
        @Override
        String text(Bytes content) {
            return content.isZero() ? "zeros" : content.toString();
        }
    },
    /** A key or another secret: its size only. */
    SECRET {
        @Override
        String text(Bytes content) {
            return content.length() + " bytes, not shown";
        }
    };

    /** The content of a field in this notation. */
    abstract String text(Bytes content);
}
