// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.cloister.api.Problem;
import org.cloister.api.operate.BackendFile;
import org.cloister.core.codes.CoreCodes;

/**
 * Which files may become backends. Where nothing is named, all may. Else a file has to be named by its digest, or every
 * entry in it has to be signed by somebody who is.
 *
 * @param files SHA-256 of files, in lower-case hexadecimal digits
 * @param signers SHA-256 of signers' certificates, in lower-case hexadecimal digits
 */
record Pins(Set<String> files, Set<String> signers) {
    static final String FILES = "pinned.sha256";
    static final String SIGNERS = "trusted.signers";
    static final Pins NONE = new Pins(Set.of(), Set.of());

    /**
     * Lets a file in or refuses it. Nothing of it has run.
     *
     * @throws org.cloister.api.CloisterException {@code swap.untrusted}
     */
    void admit(BackendJar jar) {
        BackendFile file = jar.origin();
        if (equals(NONE) || files.contains(file.sha256())) {
            return;
        }
        Optional<String> unsigned = jar.signers().notBy(signers);
        if (unsigned.isPresent()) {
            throw Problem.host(
                            CoreCodes.SWAP_UNTRUSTED,
                            "the settings here do not let this bundle in; nothing of it was run")
                    .at(jar.file().toString())
                    .found(found(file, unsigned.get()))
                    .expected(expected())
                    .remedy("if it is what you want here, add " + file.sha256() + " to " + FILES + " in configuration "
                            + BackendPins.PID)
                    .exception();
        }
    }

    private String found(BackendFile file, String unsigned) {
        boolean partly = file.signers().stream().anyMatch(signer -> signers.contains(signer.sha256()));
        return file + (partly ? ", but " + unsigned + " is not signed by who is trusted" : "");
    }

    private String expected() {
        String pinned = files.isEmpty() ? "" : "a file of " + FILES;
        String trusted = signers.isEmpty() ? "" : "every entry signed by one of " + SIGNERS;
        return Set.of(pinned, trusted).stream()
                .filter(words -> !words.isEmpty())
                .sorted()
                .collect(Collectors.joining(", or "));
    }
}
