// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.amd.channel.KernelStructs.Field;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Slot;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every encoded struct and every number against the listing of the kernel's, field by field. */
class KernelStructsTest {
    private static final Set<String> NOT_IMPLEMENTED =
            Set.of("KVM_SEV_SEND_UPDATE_VMSA", "KVM_SEV_RECEIVE_UPDATE_VMSA", "KVM_SEV_CERT_EXPORT");

    @TestFactory
    Stream<DynamicTest> everyStructIsTheKernels() {
        return samples()
                .map(sample -> DynamicTest.dynamicTest(sample.struct(), () -> {
                    KernelStructs kernel = KernelStructs.read();
                    sample.check(
                            kernel.sizes().get(sample.struct()), kernel.fields().get(sample.struct()));
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyFieldHasTheKernelsName() {
        return Stream.concat(SevCodec.layouts().stream(), PlatformCodec.layouts().stream())
                .map(layout -> DynamicTest.dynamicTest(layout.kind(), () -> requireKernels(layout)));
    }

    private static void requireKernels(Layout layout) {
        KernelStructs kernel = KernelStructs.read();
        String struct = layout.kind();
        Map<String, Field> fields = layout.slots().stream()
                .filter(slot -> !kernel.bitFields().get(struct).contains(slot.name()))
                .collect(Collectors.toMap(Slot::name, slot -> new Field(slot.offset(), slot.size())));
        assertThat(layout.size()).isEqualTo(kernel.sizes().get(struct));
        assertThat(fields).isEqualTo(kernel.meaningful(struct));
    }

    @Test
    void noStructOfTheKernelIsMissing() {
        Set<String> listed = KernelStructs.read().sizes().keySet().stream()
                .filter(name -> name.startsWith("kvm_sev_") || name.startsWith("sev_"))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> sampled = samples().map(StructSample::struct).collect(Collectors.toCollection(TreeSet::new));
        sampled.add("sev_user_data_snp_wrapped_vlek_hashstick");
        assertThat(sampled).isEqualTo(listed);
        assertThat(KernelStructs.read().sizes())
                .containsEntry("sev_user_data_snp_wrapped_vlek_hashstick", SnpVlekLoad.SIZE);
    }

    @Test
    void everyNumberIsTheKernels() {
        assertThat(KernelStructs.read().constants()).containsAllEntriesOf(KernelNumbers.all());
    }

    @Test
    void noCommandOfTheKernelIsMissing() {
        Map<String, Long> listed = new TreeMap<>(KernelStructs.read().constants());
        listed.keySet()
                .removeIf(name -> !name.matches("KVM_SEV_[A-Z].*|SEV_[A-Z].*|SNP_[A-Z].*")
                        || name.matches(".*_MAX|.*_SIZE|.*PAGE_TYPE.*|SEV_ISSUE_CMD|SNP_GET_.*"));
        listed.keySet().removeAll(NOT_IMPLEMENTED);
        Map<String, Long> known = new TreeMap<>(KernelNumbers.sevCommands());
        known.putAll(KernelNumbers.platformCommands());
        assertThat(known).isEqualTo(listed).hasSize(24 + 13);
    }

    @Test
    void idBlocksHaveTheKernelsSizes() {
        assertThat(KernelStructs.read().constants())
                .containsEntry("KVM_SEV_SNP_ID_BLOCK_SIZE", 96L)
                .containsEntry("KVM_SEV_SNP_ID_AUTH_SIZE", 4096L)
                .containsEntry("KVM_SEV_SNP_FINISH_DATA_SIZE", 32L);
    }

    private static Stream<StructSample> samples() {
        return Stream.concat(SevSamples.all().stream(), PlatformSamples.all().stream());
    }
}
