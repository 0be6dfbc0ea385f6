// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor;

import java.util.Locale;
import java.util.Map;
import org.cloister.amd.cpu.CpuModel;
import org.cloister.amd.setting.AmdType;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.supervisor.device.EmulatedFiles;
import org.cloister.supervisor.device.ModelCpuid;
import org.cloister.supervisor.device.RegisterNode;
import org.cloister.supervisor.device.SevNode;

/**
 * What files of a host with the processor say (Linux, Documentation/arch/x86/amd-memory-encryption.rst, cgroup-v2.rst
 * "Misc").
 *
 * @param facts of the platform
 * @param generation of its processor
 */
record ModelFiles(PlatformFacts facts, String generation) {
    private static final long SYSCFG = 0xC0010010L;
    private static final long HWCR = 0xC0010015L;
    private static final long SEV_STATUS = 0xC0010131L;
    private static final long RMP_BASE = 0xC0010132L;
    private static final long RMP_END = 0xC0010133L;

    private static final long MEMORY_ENCRYPTION = 1L << 23;
    private static final long SNP_AND_VMPLS = 3L << 24;
    private static final long SMM_LOCKED = 1;
    /** A table for a host of 64 GiB, below 4 GiB. */
    private static final long TABLE = 0x40000000L;

    private static final long TABLE_SIZE = 0x10400000L;

    /** The files, with the devices. */
    EmulatedFiles files(SevNode node, RegisterNode registers) {
        EmulatedFiles files = new EmulatedFiles().add(node);
        Map.of("sev", AmdType.SEV, "sev_es", AmdType.SEV_ES, "sev_snp", AmdType.SEV_SNP)
                .forEach((name, type) ->
                        files.add("/sys/module/kvm_amd/parameters/" + name, () -> asids(type) > 0 ? "Y\n" : "N\n"));
        files.add("/sys/fs/cgroup/misc.capacity", this::capacity);
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            files.add("/dev/cpu/" + i + "/msr", registers);
        }
        return files;
    }

    private String capacity() {
        return "sev " + asids(AmdType.SEV) + "\nsev_es " + asids(AmdType.SEV_ES) + "\n";
    }

    private long asids(AmdType type) {
        return facts.numbers().getOrDefault(PlatformFacts.asids(type.type().name()), 0L);
    }

    /** What CPUID answers. */
    ModelCpuid cpuid() {
        return new ModelCpuid(facts, CpuModel.named(qemusName()));
    }

    // EPYC for the first generation, EPYC-Rome and so on for those that followed
    private String qemusName() {
        String first = "EPYC-" + generation.substring(0, 1).toUpperCase(Locale.ROOT) + generation.substring(1);
        return generation.equals("naples") ? "EPYC" : first;
    }

    /** Registers of the processor by their numbers (AMD PPR, "MSRs"). */
    Map<Long, Long> registers() {
        boolean snp = asids(AmdType.SEV_SNP) > 0;
        return Map.of(
                SYSCFG,
                MEMORY_ENCRYPTION | (snp ? SNP_AND_VMPLS : 0),
                HWCR,
                SMM_LOCKED,
                SEV_STATUS,
                0L,
                RMP_BASE,
                snp ? TABLE : 0,
                RMP_END,
                snp ? TABLE + TABLE_SIZE - 1 : 0);
    }
}
