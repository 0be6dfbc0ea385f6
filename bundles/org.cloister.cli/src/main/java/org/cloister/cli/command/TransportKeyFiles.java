// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.Arrays;
import org.cloister.amd.session.TransportKeys;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;

/** Reads files with a session's keys, 16 bytes each. */
final class TransportKeyFiles {
    private static final int MEBIBYTES = 1;

    private final InputFiles files;

    TransportKeyFiles(InputFiles files) {
        this.files = files;
    }

    /** Both keys; the caller closes them. */
    TransportKeys both(String tekFile, String tikFile) {
        byte[] tek = key("--tek", tekFile);
        try {
            byte[] tik = key("--tik", tikFile);
            try {
                return TransportKeys.of(tek, tik);
            } finally {
                Arrays.fill(tik, (byte) 0);
            }
        } finally {
            Arrays.fill(tek, (byte) 0);
        }
    }

    /** One key; the caller wipes it. */
    byte[] key(String option, String name) {
        byte[] key = files.secret(option, name, MEBIBYTES);
        if (key.length != TransportKeys.SIZE) {
            int found = key.length;
            Arrays.fill(key, (byte) 0);
            throw Problem.input(ProblemCodes.SESSION_KEY, "this is not a key of a session")
                    .at(option + " " + name)
                    .found(found + " bytes")
                    .expected(TransportKeys.SIZE + " bytes, as 'cloister session create' writes them")
                    .exception();
        }
        return key;
    }
}
