// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.Optional;
import org.cloister.amd.sev.SevReceiver;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.ProblemCodes;
import org.cloister.cli.session.CommandContext;

/**
 * What {@code platform export} wrote of a platform.
 *
 * @param name of the folder, as the caller wrote it
 */
record ReceiverFolder(String name) {
    private static final String OPTION = "--for";

    /** The platform as a receiver. */
    Bytes identity(CommandContext session) {
        return new SevReceiver(
                        content(session, "pdh.cert"),
                        content(session, "cert_chain.cert"),
                        found(session, "ask_ark.cert").orElse(Bytes.EMPTY))
                .identity();
    }

    private Bytes content(CommandContext session, String file) {
        String path = name.endsWith("/") ? name + file : name + "/" + file;
        return new InputFiles(session).read(OPTION, path, 1).content();
    }

    private Optional<Bytes> found(CommandContext session, String file) {
        try {
            return Optional.of(content(session, file));
        } catch (CloisterException e) {
            if (e.problem().code().equals(ProblemCodes.FILE_MISSING)) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
