// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import org.cloister.api.Base64Text;
import org.cloister.api.Bytes;

/** How digests are written. */
public enum DigestFormat {
    /** Lower-case hexadecimal digits. */
    HEX {
        @Override
        public String text(Bytes digest) {
            return digest.hex();
        }
    },
    /** Base 64 with padding, in one line. */
    BASE64 {
        @Override
        public String text(Bytes digest) {
            return Base64Text.encode(digest);
        }
    };

    /** The digest as text. */
    public abstract String text(Bytes digest);
}
