// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.device;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.cloister.amd.cpu.CpuModel;
import org.cloister.amd.cpu.CpuidLeaf;
import org.cloister.amd.setting.AmdType;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.supervisor.linux.CpuidRegisters;

/**
 * What CPUID answers on a host with the processor: who made it, which it is, and how it encrypts memory. Which
 * instructions there are stays this host's, as programs execute them. (AMD APM volume 3, appendix E.)
 *
 * @param facts of the platform
 * @param model whose family, model and stepping it has
 */
public record ModelCpuid(PlatformFacts facts, CpuModel model) {
    private static final int HIGHEST = 0x80000023;
    private static final int BRAND_FIRST = 0x80000002;
    private static final int BRAND_LAST = 0x80000004;
    private static final int BRAND_SIZE = 48;
    private static final int LEAST_HIGHEST = 0x10;

    // "AuthenticAMD"
    private static final CpuidRegisters VENDOR = new CpuidRegisters(0, 0x68747541, 0x444d4163, 0x69746e65);

    private static final int SME = 1;
    private static final int SEV = 1 << 1;
    private static final int PAGE_FLUSH = 1 << 2;
    private static final int SEV_ES = 1 << 3;
    private static final int SNP_AND_VMPLS = 3 << 4;
    private static final int LEVELS = 4 << 12;

    /** What a question is answered with, given this host's answer. */
    public CpuidRegisters answer(int leaf, CpuidRegisters host) {
        return switch (leaf) {
            case 0 -> VENDOR.withEax(Math.max(host.eax(), LEAST_HIGHEST));
            case CpuidLeaf.HIGHEST_EXTENDED -> VENDOR.withEax(HIGHEST);
            case CpuidLeaf.SIGNATURE, CpuidLeaf.EXTENDED_SIGNATURE -> host.withEax(model.signature());
            case CpuidLeaf.ENCRYPTED_MEMORY -> encryptedMemory();
            default -> leaf >= BRAND_FIRST && leaf <= BRAND_LAST ? brand(leaf - BRAND_FIRST) : host;
        };
    }

    private CpuidRegisters encryptedMemory() {
        long es = asids(AmdType.SEV_ES);
        long sev = asids(AmdType.SEV);
        int features =
                SME | SEV | PAGE_FLUSH | (es > 0 ? SEV_ES : 0) | (asids(AmdType.SEV_SNP) > 0 ? SNP_AND_VMPLS : 0);
        long position = facts.numbers().getOrDefault(PlatformFacts.CBIT, 0L);
        long reduced = facts.numbers().getOrDefault(PlatformFacts.REDUCED_PHYS_BITS, 0L);
        int levels = asids(AmdType.SEV_SNP) > 0 ? LEVELS : 0;
        return new CpuidRegisters(features, (int) (position | reduced << 6) | levels, (int) (sev + es), (int) (es + 1));
    }

    private long asids(AmdType type) {
        return facts.numbers().getOrDefault(PlatformFacts.asids(type.type().name()), 0L);
    }

    private CpuidRegisters brand(int part) {
        byte[] name = ("AMD " + model.name() + ", emulated").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer text = ByteBuffer.wrap(Arrays.copyOf(name, BRAND_SIZE)).order(ByteOrder.LITTLE_ENDIAN);
        int at = part * 16;
        return new CpuidRegisters(text.getInt(at), text.getInt(at + 4), text.getInt(at + 8), text.getInt(at + 12));
    }
}
