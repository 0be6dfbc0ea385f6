// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.host.CapabilityProbe;
import org.cloister.api.host.HostFacts;
import org.cloister.api.host.Verdict;
import org.cloister.cli.codes.CliCodes;

/** Which types are to be judged, and by which probes. */
final class ProbedTypes {
    private ProbedTypes() {}

    /** A type with a probe that can judge it. */
    record Probed(GuestType type, CapabilityProbe probe) {
        Verdict judge(HostFacts facts) {
            return new Verdict(type, probe.probe(type, facts));
        }
    }

    /**
     * The types asked for.
     *
     * @param name one type, or null for all
     * @throws org.cloister.api.CloisterException {@code type.unknown}, {@code service.missing}
     */
    static List<Probed> of(List<CapabilityProbe> probes, String name) {
        List<Probed> all = new ArrayList<>();
        List<Probed> asked = new ArrayList<>();
        for (CapabilityProbe probe : probes) {
            for (GuestType type : probe.types()) {
                Probed probed = new Probed(type, probe);
                all.add(probed);
                if (name == null || type.name().equals(name)) {
                    asked.add(probed);
                }
            }
        }
        if (all.isEmpty()) {
            throw Problem.host(CliCodes.SERVICE_MISSING, "nothing here judges hosts")
                    .expected("a service " + CapabilityProbe.class.getName())
                    .remedy("install and start the bundle org.cloister.probe")
                    .exception();
        }
        if (asked.isEmpty()) {
            throw unknown(name, all);
        }
        return asked;
    }

    private static RuntimeException unknown(String name, List<Probed> all) {
        String known = all.stream().map(probed -> probed.type().name()).collect(Collectors.joining(", "));
        return Problem.input(ProblemCodes.TYPE_UNKNOWN, "nothing here judges hosts for this guest type")
                .at("TYPE")
                .found(name)
                .expected("one of " + known)
                .exception();
    }
}
