// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.tcb.TcbComponent;
import org.cloister.amd.tcb.TcbLayout;
import org.cloister.amd.tcb.TcbVersion;

/**
 * The least versions of components: of those of one generation, or of whatever generation. Components that are not
 * named do not matter. Immutable.
 *
 * @param generation the only one that it is about
 * @param least by component
 */
record TcbMinimum(Optional<Generation> generation, Map<TcbComponent, Integer> least) {
    /** As people also write it. */
    private static final String BOOT_LOADER = "boot-loader";

    /** Reads {@code bootloader=3,…} or {@code milan:bootloader=3,…}. */
    static TcbMinimum read(AppraisalSetting setting, String value) {
        int colon = value.indexOf(':');
        Optional<Generation> generation = colon < 0
                ? Optional.empty()
                : Optional.of(IdentityRules.generation(
                        setting, value.substring(0, colon).strip()));
        Map<TcbComponent, Integer> least = new EnumMap<>(TcbComponent.class);
        setting.pairs(value.substring(colon + 1)).forEach((name, number) -> {
            TcbComponent component = TcbComponent.named(name.equals(BOOT_LOADER) ? TcbComponent.BOOTLOADER.key() : name)
                    .orElseThrow(() -> setting.wrong(name));
            generation.ifPresent(one -> requireIn(one, component, setting, name));
            if (least.put(component, (int) setting.number(number, Byte.SIZE)) != null) {
                throw setting.wrong(name);
            }
        });
        return new TcbMinimum(generation, Map.copyOf(least));
    }

    private static void requireIn(
            Generation generation, TcbComponent component, AppraisalSetting setting, String name) {
        TcbLayout layout = generation.tcbLayout().orElseThrow();
        if (!layout.has(component)) {
            throw setting.wrong(
                    name,
                    "what " + generation.product() + " has in its TCB version: "
                            + layout.components().stream()
                                    .filter(one -> !one.spare())
                                    .map(TcbComponent::key)
                                    .collect(Collectors.joining(", ")));
        }
    }

    /** What is below; empty where nothing is. */
    String faults(TcbVersion seen) {
        return least.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(one -> fault(one.getKey(), seen.get(one.getKey()), one.getValue()))
                .filter(fault -> !fault.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private static String fault(TcbComponent component, OptionalInt seen, int least) {
        if (seen.isEmpty()) {
            return "this generation has no " + component.key() + " in its TCB version";
        }
        return seen.getAsInt() >= least
                ? ""
                : component.key() + " is " + seen.getAsInt() + ", expected at least " + least;
    }

    /** The components that come before the last one of those that are named, and are not named. */
    List<TcbComponent> missing(TcbLayout layout) {
        return least.keySet().stream()
                .filter(layout::has)
                .max(Comparator.comparingInt(layout.components()::indexOf))
                .map(last -> layout.before(last).stream()
                        .filter(one -> !least.containsKey(one))
                        .toList())
                .orElse(List.of());
    }
}
