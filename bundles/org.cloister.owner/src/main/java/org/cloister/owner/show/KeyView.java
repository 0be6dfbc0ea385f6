// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.show;

import java.util.Arrays;
import org.cloister.amd.cert.EcKey;
import org.cloister.amd.id.IdAuthentication;
import org.cloister.amd.id.PublicKeyFile;
import org.cloister.amd.struct.Structure;
import org.cloister.api.Bytes;

/** What is shown of a file with a key: its public part in AMD's form, whatever the file's own. */
final class KeyView {
    private KeyView() {}

    static Structure of(Bytes content, String where) {
        EcKey key = read(content, where);
        String digest = IdAuthentication.digest(key).hex();
        return new Structure(
                "public part of a P-384 key, in AMD's form; its digest in reports is " + digest,
                key.show(0).fields());
    }

    private static EcKey read(Bytes content, String where) {
        byte[] file = content.toArray();
        try {
            return PublicKeyFile.read(file, where);
        } finally {
            Arrays.fill(file, (byte) 0);
        }
    }
}
