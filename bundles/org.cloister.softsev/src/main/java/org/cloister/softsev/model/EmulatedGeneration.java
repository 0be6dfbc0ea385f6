// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.model;

import org.cloister.amd.cpu.CpuSignature;
import org.cloister.amd.report.ReportVersion;
import org.cloister.amd.tcb.TcbLayout;

/**
 * A generation of EPYC processors with the properties by which guests and their owners recognise it. Layout of TCB
 * versions and length of hardware ids are those of {@link org.cloister.amd.tcb.Generation}; what its certificates say
 * is as on real ones (AMD 57230). Which firmware began to write which version of the report varies: the one here is
 * what each generation began with or is met with.
 */
public enum EmulatedGeneration {
    /** EPYC 7003. */
    MILAN(
            org.cloister.amd.tcb.Generation.MILAN,
            0x00a00f11,
            0xdb18000000000004L,
            "Milan-B0",
            0,
            ReportVersion.V2,
            GenerationCpuid.MILAN,
            FeatureInfo.PUBLISHED),
    /** EPYC 9004. */
    GENOA(
            org.cloister.amd.tcb.Generation.GENOA,
            0x00a10f11,
            0x5417000000000009L,
            "Genoa",
            0,
            ReportVersion.V3,
            GenerationCpuid.GENOA,
            FeatureInfo.PUBLISHED),
    /** EPYC 9005. */
    TURIN(
            org.cloister.amd.tcb.Generation.TURIN,
            0x00b00f21,
            0x5100000004010301L,
            "Turin",
            1,
            ReportVersion.V5,
            GenerationCpuid.TURIN,
            FeatureInfo.ALL);

    private final org.cloister.amd.tcb.Generation model;
    private final CpuSignature signature;
    private final long tcb;
    private final String chipProduct;
    private final int extensionVersion;
    private final ReportVersion reportVersion;
    private final GenerationCpuid cpuid;
    private final int features;

    EmulatedGeneration(
            org.cloister.amd.tcb.Generation model,
            int signature,
            long tcb,
            String chipProduct,
            int extensionVersion,
            ReportVersion reportVersion,
            GenerationCpuid cpuid,
            int features) {
        this.model = model;
        this.signature = new CpuSignature(signature);
        this.tcb = tcb;
        this.chipProduct = chipProduct;
        this.extensionVersion = extensionVersion;
        this.reportVersion = reportVersion;
        this.cpuid = cpuid;
        this.features = features;
    }

    /** The same generation as everybody else knows it. */
    public org.cloister.amd.tcb.Generation model() {
        return model;
    }

    /** Family, model and stepping of its processors. */
    public CpuSignature signature() {
        return signature;
    }

    /** TCB_VERSION of the emulated firmware unless another is configured, raw 64 bits. */
    public long tcb() {
        return tcb;
    }

    /** Which component each byte of a TCB_VERSION holds. */
    public TcbLayout tcbLayout() {
        return model.tcbLayout().orElseThrow();
    }

    /** The product that the certificate of a chip's key names, with a stepping where AMD's has one. */
    public String chipProduct() {
        return chipProduct;
    }

    /** The version of AMD's extensions in the certificate of a key. */
    public int extensionVersion() {
        return extensionVersion;
    }

    /** The version of its reports unless another is configured. */
    public ReportVersion reportVersion() {
        return reportVersion;
    }

    /** What CPUID answers on its processors. */
    public GenerationCpuid cpuid() {
        return cpuid;
    }

    /**
     * Features of its firmware, of the constants in {@link FeatureInfo}. Genoa's are those of the firmware that AMD
     * published (AMD-ASPFW); that Milan has the same, and Turin all that there are, is not verified.
     */
    public int features() {
        return features;
    }
}
