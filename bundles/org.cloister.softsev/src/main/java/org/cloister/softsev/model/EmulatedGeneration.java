// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cloister.amd.cpu.CpuSignature;
import org.cloister.amd.report.ReportVersion;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.tcb.TcbLayout;

/**
 * The generations of EPYC processors that the platform can be, one row each, with the properties by which guests and
 * their owners recognise them. Layout of TCB versions and length of hardware ids are those of {@link Generation}; what
 * certificates say is as on real ones (AMD 57230).
 *
 * <p>C-bit and identifiers are those of CPUID leaf 8000_001F on such processors: 15 identifiers on the first, 509 on
 * the two that followed. Naples is SEV alone here, as AMD tells its generations. Features of Genoa's firmware are those
 * of the firmware that AMD published (AMD-ASPFW); that Milan has the same, and Turin all that there are, is not
 * verified.
 */
public enum EmulatedGeneration {
    /** EPYC 7001. */
    NAPLES(Generation.NAPLES, 0x00800f12, new EncryptedMemory(47, 5, 15, 1), GenerationCpuid.NAPLES, null),
    /** EPYC 7002. */
    ROME(Generation.ROME, 0x00830f10, new EncryptedMemory(47, 5, 509, 410), GenerationCpuid.ROME, null),
    /** EPYC 7003. */
    MILAN(
            Generation.MILAN,
            0x00a00f11,
            new EncryptedMemory(51, 5, 509, 410),
            GenerationCpuid.MILAN,
            new SnpModel(0xdb18000000000004L, "Milan-B0", 0, ReportVersion.V3, FeatureInfo.PUBLISHED)),
    /** EPYC 9004. */
    GENOA(
            Generation.GENOA,
            0x00a10f11,
            new EncryptedMemory(51, 5, 1006, 907),
            GenerationCpuid.GENOA,
            new SnpModel(0x5417000000000009L, "Genoa", 0, ReportVersion.V3, FeatureInfo.PUBLISHED)),
    /** EPYC 9005. */
    TURIN(
            Generation.TURIN,
            0x00b00f21,
            new EncryptedMemory(51, 5, 1006, 907),
            GenerationCpuid.TURIN,
            new SnpModel(0x5100000004010301L, "Turin", 1, ReportVersion.V5, FeatureInfo.ALL));

    private final Generation model;
    private final CpuSignature signature;
    private final EncryptedMemory memory;
    private final GenerationCpuid cpuid;
    private final Optional<SnpModel> snp;

    EmulatedGeneration(Generation model, int signature, EncryptedMemory memory, GenerationCpuid cpuid, SnpModel snp) {
        this.model = model;
        this.signature = new CpuSignature(signature);
        this.memory = memory;
        this.cpuid = cpuid;
        this.snp = Optional.ofNullable(snp);
    }

    /** The one of a name, in capitals or not; empty when there is none. */
    public static Optional<EmulatedGeneration> named(String name) {
        return Arrays.stream(values())
                .filter(one -> one.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** The names as settings and options have them. */
    public static List<String> words() {
        return Arrays.stream(values()).map(EmulatedGeneration::word).toList();
    }

    /** Its name as settings and options have it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The same generation as everybody else knows it. */
    public Generation model() {
        return model;
    }

    /** Family, model and stepping of its processors. */
    public CpuSignature signature() {
        return signature;
    }

    /** What its processors say of encrypted memory. */
    EncryptedMemory memory() {
        return memory;
    }

    /** Whether its processors can encrypt the state of vCPUs. */
    public boolean encryptedState() {
        return this != NAPLES;
    }

    /** Whether it has SEV-SNP. */
    public boolean snp() {
        return snp.isPresent();
    }

    /** What it has of SEV-SNP, for a generation that has. */
    SnpModel snpModel() {
        return snp.orElseThrow();
    }

    /**
     * TCB_VERSION of the emulated firmware unless another is configured, raw 64 bits; 0 for generations without
     * SEV-SNP.
     */
    public long tcb() {
        return snp.map(SnpModel::tcb).orElse(0L);
    }

    /** Which component each byte of a TCB_VERSION holds; of generations with SEV-SNP. */
    public TcbLayout tcbLayout() {
        return model.tcbLayout().orElseThrow();
    }

    /** The product that the certificate of a chip's key names, with a stepping where AMD's has one. */
    public String chipProduct() {
        return snpModel().chipProduct();
    }

    /** The version of AMD's extensions in the certificate of a key. */
    public int extensionVersion() {
        return snpModel().extensionVersion();
    }

    /** The version of its reports unless another is configured; of generations with SEV-SNP. */
    public ReportVersion reportVersion() {
        return snpModel().reportVersion();
    }

    /** What CPUID answers on its processors. */
    public GenerationCpuid cpuid() {
        return cpuid;
    }

    /** Features of its firmware, of the constants in {@link FeatureInfo}; 0 for generations without SEV-SNP. */
    public int features() {
        return snp.map(SnpModel::features).orElse(0);
    }
}
