// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cloister.api.Trust;
import org.cloister.api.guest.HostNeed;
import org.cloister.api.operate.Diagnosis;

/** Says why no platform of a trust could be asked, down to the device nodes that this host lacks. */
final class MissingDevices {
    private MissingDevices() {}

    /**
     * In one line.
     *
     * @param why what the doctor says, where there is one
     */
    static String describe(Trust trust, List<HostNeed> needs, Optional<Diagnosis> why) {
        List<String> lacks = new ArrayList<>();
        why.ifPresentOrElse(
                known -> {
                    lacks.addAll(known.chain());
                    lacks.add(known.remedy());
                },
                () -> lacks.add("no " + trust.name().toLowerCase(Locale.ROOT) + " platform is installed"));
        if (trust == Trust.HARDWARE) {
            needs.forEach(need -> lack(need, lacks));
        }
        return String.join("; ", lacks);
    }

    private static void lack(HostNeed need, List<String> lacks) {
        Path node = Path.of(need.path());
        if (!Files.exists(node)) {
            lacks.add("this host has no " + need.path() + ": " + need.remedy());
        } else if (!Files.isReadable(node) || !Files.isWritable(node)) {
            lacks.add("this user may not open " + need.path());
        }
    }
}
