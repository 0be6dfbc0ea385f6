// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.arrows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bundles and the packages in them use each other in one direction: as the table of ARCHITECTURE.md says it. */
class PackageArrowsTest {
    private static Storeys table;
    private static List<Arrow> arrows;

    @BeforeAll
    static void read() throws IOException {
        table = Storeys.read();
        arrows = Arrow.among(Arrow.bundles()).stream()
                .filter(arrow -> !bundle(arrow.from()).equals("org.cloister.testing"))
                .toList();
    }

    @Test
    void eachPackageHasItsStorey() {
        Set<String> packages = new TreeSet<>();
        arrows.forEach(arrow -> packages.add(Arrow.packageOf(arrow.from())));
        assertThat(table.storeys().keySet()).containsAll(packages);
        assertThat(packages).contains("org.cloister.amd.channel", "org.cloister.api.guest", "org.cloister.launcher");
    }

    @Test
    void aBundleUsesThoseThatItMayAndAllOfThem() {
        Map<String, Set<String>> used = new TreeMap<>();
        for (Arrow arrow : arrows) {
            String from = bundle(arrow.from());
            String to = bundle(arrow.to());
            used.computeIfAbsent(from, none -> new TreeSet<>());
            if (!from.equals(to) && used.get(from).add(to)) {
                assertThat(table.uses().get(from)).as(arrow.toString()).contains(to);
            }
        }
        assertThat(used).containsExactlyInAnyOrderEntriesOf(table.uses());
    }

    @Test
    void noBundleIsUsedByWhatItUses() {
        table.uses()
                .keySet()
                .forEach(bundle -> assertThat(reached(bundle, new TreeSet<>()))
                        .as("what " + bundle + " uses, and what that uses")
                        .doesNotContain(bundle));
    }

    private static Set<String> reached(String bundle, Set<String> reached) {
        for (String used : table.uses().get(bundle)) {
            if (reached.add(used)) {
                reached(used, reached);
            }
        }
        return reached;
    }

    @Test
    void aPackageUsesLowerStoreysOfItsBundleAlone() {
        assertThat(arrows)
                .filteredOn(arrow -> bundle(arrow.from()).equals(bundle(arrow.to())))
                .filteredOn(arrow -> !Arrow.packageOf(arrow.from()).equals(Arrow.packageOf(arrow.to())))
                .filteredOn(arrow -> storey(arrow.from()) <= storey(arrow.to()))
                .isEmpty();
    }

    private static int storey(String type) {
        return table.storeys().getOrDefault(Arrow.packageOf(type), -1);
    }

    private static String bundle(String type) {
        String named = Arrow.packageOf(type);
        return table.bundles().getOrDefault(named, named);
    }
}
