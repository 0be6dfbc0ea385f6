// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Slot;
import org.cloister.testing.Needs;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every struct and every number against what this host's compiler makes of its kernel headers. */
class CompiledStructsTest {
    /** The first of several bit fields has no offset in C, though our layouts name the word by it. */
    private static final Set<String> BIT_FIELDS = Set.of("is_rmp_initialized", "mask_chip_id");

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> everyStructIsTheCompilers() {
        List<Layout> layouts = KernelTables.layouts();
        Map<String, Long> all = new LinkedHashMap<>();
        layouts.forEach(layout -> all.putAll(places(layout)));
        Map<String, Long> compiled = new HashMap<>();
        return layouts.stream()
                .map(layout -> DynamicTest.dynamicTest(
                        layout.kind(), () -> check(layout.kind(), places(layout), all.keySet(), compiled)));
    }

    @TestFactory
    Stream<DynamicTest> everyNumberIsTheCompilers() {
        Map<String, Long> all = KernelTables.numbers();
        Map<String, Long> compiled = new HashMap<>();
        return all.keySet().stream()
                .map(name -> DynamicTest.dynamicTest(
                        name, () -> check(name, Map.of(name, all.get(name)), all.keySet(), compiled)));
    }

    // Compiled by the first test, not by the factory: where there is no compiler, each is skipped by its name
    private void check(String what, Map<String, Long> ours, Set<String> all, Map<String, Long> compiled)
            throws Exception {
        if (compiled.isEmpty()) {
            compiled.putAll(new CompiledHeaders(folder).values(all));
        }
        Map<String, Long> found = new LinkedHashMap<>(compiled);
        found.keySet().retainAll(ours.keySet());
        Map<String, Long> known = new LinkedHashMap<>(ours);
        known.keySet().retainAll(compiled.keySet());
        assertThat(found).isEqualTo(known);
        Needs.that(known.equals(ours), () -> "kernel headers with all of " + what);
    }

    /** Size, offsets and sizes of fields, each by the expression in C that has this value. */
    private static Map<String, Long> places(Layout layout) {
        String struct = "struct " + layout.kind();
        Map<String, Long> places = new LinkedHashMap<>();
        places.put("sizeof(" + struct + ")", (long) layout.size());
        for (Slot slot : layout.slots()) {
            if (!BIT_FIELDS.contains(slot.name())) {
                places.put("offsetof(" + struct + ", " + slot.name() + ")", (long) slot.offset());
                places.put("sizeof(((" + struct + " *) 0)->" + slot.name() + ")", (long) slot.size());
            }
        }
        return places;
    }
}
