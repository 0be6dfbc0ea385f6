// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Slot;
import org.cloister.it.kernel.KernelListing.Field;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every struct and every number against the listing of the kernel's, in both directions. */
class KernelStructsTest {
    /** Structs that the listing lacks; {@link CompiledStructsTest} has them. */
    private static final Set<String> UNLISTED = Set.of(
            "kvm_run",
            "kvm_fpu",
            "kvm_debugregs",
            "kvm_xsave",
            "kvm_xcrs",
            "kvm_dirty_log",
            "kvm_guest_debug",
            "kvm_msr_filter",
            "kvm_msr_filter_range");

    /** The header numbers these, no kernel carries them out. */
    private static final Set<String> NOT_IMPLEMENTED =
            Set.of("KVM_SEV_SEND_UPDATE_VMSA", "KVM_SEV_RECEIVE_UPDATE_VMSA", "KVM_SEV_CERT_EXPORT");

    @TestFactory
    Stream<DynamicTest> everyStructIsTheKernels() {
        return KernelTables.layouts().stream()
                .filter(layout -> !UNLISTED.contains(layout.kind()))
                .map(layout -> DynamicTest.dynamicTest(layout.kind(), () -> requireKernels(layout)));
    }

    private static void requireKernels(Layout layout) {
        assertThat(KernelListing.read().structs()).containsKey(layout.kind());
        KernelListing.Struct kernel = KernelListing.read().structs().get(layout.kind());
        assertThat(layout.size()).as("size").isEqualTo(kernel.size());
        Map<String, List<Slot>> ours = layout.slots().stream()
                .filter(slot -> !kernel.bits().contains(slot.name()))
                .collect(Collectors.groupingBy(KernelStructsTest::outermost));
        assertThat(ours.keySet()).as("fields").isEqualTo(kernel.meaningful().keySet());
        ours.forEach(
                (name, parts) -> requireKernels(name, parts, kernel.fields().get(name)));
    }

    // The listing has the outermost fields only; our layouts may have the parts of a struct or an array in it
    private static void requireKernels(String name, List<Slot> parts, Field kernel) {
        int size = parts.stream().mapToInt(Slot::size).sum();
        boolean whole = parts.stream().noneMatch(part -> part.name().contains("."));
        assertThat(parts.get(0).offset()).as(name + ": offset").isEqualTo(kernel.offset());
        assertThat(parts).as(name).allMatch(part -> kernel.covers(new Field(part.offset(), part.size())));
        assertThat(whole ? size : kernel.size()).as(name + ": size").isEqualTo(kernel.size());
    }

    private static String outermost(Slot slot) {
        return slot.name().split("[.\\[]")[0];
    }

    @Test
    void noStructOfTheKernelIsMissing() {
        Set<String> ours =
                KernelTables.layouts().stream().map(Layout::kind).collect(Collectors.toCollection(TreeSet::new));
        ours.removeAll(UNLISTED);
        assertThat(ours).isEqualTo(new TreeSet<>(KernelListing.read().structs().keySet()));
    }

    @Test
    void everyNumberIsTheKernels() {
        Map<String, Long> listed = KernelListing.read().numbers();
        Map<String, Long> ours = new TreeMap<>(KernelTables.numbers());
        ours.keySet().retainAll(listed.keySet());
        assertThat(listed).containsAllEntriesOf(ours);
        assertThat(ours).hasSizeGreaterThan(100);
    }

    @Test
    void noCommandOfTheKernelIsMissing() {
        Map<String, Long> listed = new TreeMap<>(KernelListing.read().numbers());
        listed.keySet()
                .removeIf(name -> !name.matches("KVM_SEV_[A-Z].*|SEV_[A-Z].*|SNP_[A-Z].*")
                        || name.matches(".*_MAX|.*_SIZE|.*PAGE_TYPE.*|SEV_ISSUE_CMD|SNP_GET_.*"));
        listed.keySet().removeAll(NOT_IMPLEMENTED);
        assertThat(new TreeMap<>(KernelTables.commands())).isEqualTo(listed).hasSize(24 + 13);
    }
}
