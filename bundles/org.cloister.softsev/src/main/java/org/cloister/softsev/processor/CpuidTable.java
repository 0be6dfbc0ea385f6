// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cloister.amd.cpu.CpuidLeaf;
import org.cloister.amd.page.CpuidPageEntry;
import org.cloister.softsev.model.EmulatedGeneration;
import org.cloister.softsev.model.PlatformSettings;

/**
 * What CPUID answers on the first vCPU of a machine: a selection of what KVM offers on such a processor, bits that the
 * firmware forbids to SEV-SNP guests among them. Leaf 0x8000001f is the processor's own.
 */
public final class CpuidTable {
    private static final String VENDOR = "AuthenticAMD";
    private static final int BRAND_LEAF = 0x80000002;
    private static final int BRAND_LEAVES = 3;
    private static final int SME_SEV_FLUSH = 0x7;
    private static final int SEV_ES = 1 << 3;
    private static final int SNP_VMPL = 3 << 4;
    private static final int VMPLS = 4 << 12;

    /** Leaf, subleaf, EAX, EBX, ECX, EDX; signatures, brand and leaf 8000_001F are put in. */
    private static final String ALL = """
            0x1        0x0 0x0        0x00000800 0xf7f83203 0x178bfbff
            0x2        0x0 0x1        0x0        0x0        0x0
            0x6        0x0 0x4        0x0        0x0        0x0
            0x40000000 0x0 0x40000001 0x4b4d564b 0x564b4d56 0x4d
            0x40000001 0x0 0x01007afb 0x0        0x0        0x0
            0x80000001 0x0 0x0        0x0        0x004003f3 0x2fd3fbff
            0x80000005 0x0 0xff40ff40 0xff40ff40 0x20080140 0x20080140
            0x80000006 0x0 0x42004200 0x42004200 0x04006140 0x00808140
            0x80000007 0x0 0x0        0x0        0x0        0x100
            0x80000021 0x0 0x45       0x0        0x0        0x0
            """;

    private CpuidTable() {}

    /** The answers of a processor, by ascending leaf and subleaf. */
    public static List<CpuidPageEntry> of(PlatformSettings settings) {
        EmulatedGeneration generation = settings.generation();
        List<CpuidPageEntry> entries = new ArrayList<>(vendor());
        (ALL + generation.cpuid().rows())
                .lines()
                .map(row -> entry(row, generation))
                .forEach(entries::add);
        entries.addAll(brand(generation.cpuid().brand()));
        int eax = SME_SEV_FLUSH | (generation.encryptedState() ? SEV_ES : 0) | (generation.snp() ? SNP_VMPL : 0);
        int ebx = settings.cbit() | settings.reducedPhysBits() << 6 | (generation.snp() ? VMPLS : 0);
        entries.add(new CpuidPageEntry(
                CpuidLeaf.ENCRYPTED_MEMORY, 0, 0, 0, eax, ebx, settings.maxAsid(), settings.firstSevAsid()));
        entries.sort((one, other) -> {
            int leaf = Integer.compareUnsigned(one.eaxIn(), other.eaxIn());
            return leaf == 0 ? Integer.compareUnsigned(one.ecxIn(), other.ecxIn()) : leaf;
        });
        return List.copyOf(entries);
    }

    private static CpuidPageEntry entry(String row, EmulatedGeneration generation) {
        int[] w = Arrays.stream(row.strip().split(" +"))
                .mapToInt(word -> Long.decode(word).intValue())
                .toArray();
        boolean signed = w[0] == CpuidLeaf.SIGNATURE || w[0] == CpuidLeaf.EXTENDED_SIGNATURE;
        return new CpuidPageEntry(
                w[0], w[1], 0, 0, signed ? generation.signature().eax() : w[2], w[3], w[4], w[5]);
    }

    // Leaves 0 and 0x80000000 have the highest leaf of their range in EAX, and the vendor in EBX, EDX, ECX.
    private static List<CpuidPageEntry> vendor() {
        ByteBuffer name = text(VENDOR, VENDOR.length());
        int ebx = name.getInt();
        int edx = name.getInt();
        int ecx = name.getInt();
        return List.of(
                new CpuidPageEntry(0, 0, 0, 0, 0xd, ebx, ecx, edx),
                new CpuidPageEntry(CpuidLeaf.HIGHEST_EXTENDED, 0, 0, 0, 0x80000021, ebx, ecx, edx));
    }

    private static List<CpuidPageEntry> brand(String brand) {
        ByteBuffer name = text(brand, BRAND_LEAVES * 4 * Integer.BYTES);
        return IntStream.range(0, BRAND_LEAVES)
                .mapToObj(i -> new CpuidPageEntry(
                        BRAND_LEAF + i, 0, 0, 0, name.getInt(), name.getInt(), name.getInt(), name.getInt()))
                .toList();
    }

    private static ByteBuffer text(String text, int size) {
        byte[] bytes = Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), size);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
