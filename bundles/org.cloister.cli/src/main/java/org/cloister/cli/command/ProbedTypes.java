// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.cloister.api.CloisterException;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.host.CapabilityProbe;
import org.cloister.api.host.HostFacts;
import org.cloister.api.host.Verdict;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.guard.AskedProbe;
import org.cloister.cli.guard.VendorQuestion;

/**
 * Which types are to be judged, and by which probes.
 *
 * @param by each probe with what it is to judge, at least one type
 */
record ProbedTypes(Map<AskedProbe, List<GuestType>> by) {
    /**
     * The types asked for.
     *
     * @param name one type, or null for all
     * @param passedOver gets why a probe does not say what it judges
     * @throws CloisterException {@code type.unknown}, {@code service.missing}
     */
    static ProbedTypes of(List<AskedProbe> probes, String name, Consumer<CloisterException> passedOver) {
        Map<AskedProbe, List<GuestType>> all = VendorQuestion.answers(probes, AskedProbe::types, passedOver);
        if (all.values().stream().allMatch(List::isEmpty)) {
            throw Problem.host(CliCodes.SERVICE_MISSING, "nothing here judges hosts")
                    .expected("a service " + CapabilityProbe.class.getName())
                    .remedy("install and start the bundle org.cloister.probe")
                    .exception();
        }
        Map<AskedProbe, List<GuestType>> asked = new LinkedHashMap<>();
        all.forEach((probe, types) -> asked.put(
                probe,
                types.stream()
                        .filter(type -> name == null || type.name().equals(name))
                        .toList()));
        asked.values().removeIf(List::isEmpty);
        if (asked.isEmpty()) {
            throw unknown(name, all);
        }
        return new ProbedTypes(asked);
    }

    /**
     * What the probes say.
     *
     * @param passedOver gets why one of them says nothing
     * @return never empty
     * @throws CloisterException why the first says nothing, where none says anything
     */
    List<Verdict> judge(HostFacts facts, Consumer<CloisterException> passedOver) {
        List<CloisterException> failing = new ArrayList<>();
        List<Verdict> verdicts = VendorQuestion.answers(
                        List.copyOf(by.keySet()), probe -> probe.judge(by.get(probe), facts), failing::add)
                .values()
                .stream()
                .flatMap(List::stream)
                .toList();
        if (verdicts.isEmpty()) {
            throw failing.get(0);
        }
        failing.forEach(passedOver);
        return verdicts;
    }

    private static RuntimeException unknown(String name, Map<AskedProbe, List<GuestType>> all) {
        String known =
                all.values().stream().flatMap(List::stream).map(GuestType::name).collect(Collectors.joining(", "));
        return Problem.input(ProblemCodes.TYPE_UNKNOWN, "nothing here judges hosts for this guest type")
                .at("TYPE")
                .found(name)
                .expected("one of " + known)
                .exception();
    }
}
