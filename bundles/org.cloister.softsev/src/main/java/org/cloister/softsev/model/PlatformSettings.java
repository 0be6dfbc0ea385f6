// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.model;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.cloister.amd.cpu.VmsaFeature;
import org.cloister.amd.report.FirmwareVersion;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.softsev.codes.SoftSevCodes;

/**
 * What kind of processor the platform is. Immutable.
 *
 * @param maxAsid the highest address space identifier (CPUID leaf 8000_001F, ECX), 1 to 65535
 * @param firstSevAsid the first one for SEV guests without encrypted state (EDX), 1 to {@code maxAsid + 1}; SEV-ES and
 *     SEV-SNP guests have those below, none when it is 1, as where the generation has no SEV-ES
 * @param cbit the C-bit's position in page table entries (EBX, bits 5 to 0), 32 to 51
 * @param reducedPhysBits by how many bits physical addresses shrink (EBX, bits 11 to 6), 1 to 63
 * @param generation of the processor
 * @param vmsaFeatures the SEV features that a guest may ask for, a mask; without bit 0, which SEV-SNP sets itself
 * @param maxVcpus of one machine, 1 to 4096
 * @param maxMemory of one machine in bytes, at least 4096
 * @param attestation what reports say
 * @param policies which policies of SEV-SNP guests it can fulfil
 * @param host how the host drives it
 * @param sendRoots SHA-256 of ASK and ARK, one behind the other, of platforms beside itself that a guest with policy
 *     bit SEV may be sent to
 * @param otherFirmware the firmware that runs in place of its generation's usual one
 */
public record PlatformSettings(
        int maxAsid,
        int firstSevAsid,
        int cbit,
        int reducedPhysBits,
        EmulatedGeneration generation,
        long vmsaFeatures,
        int maxVcpus,
        long maxMemory,
        AttestationSettings attestation,
        PolicyLimits policies,
        HostSettings host,
        Set<Bytes> sendRoots,
        Optional<FirmwareVersion> otherFirmware) {

    private static final long USUAL_FEATURES = VmsaFeature.DEBUG_SWAP.mask();

    /** A processor of the Genoa generation with debug swap, 906 identifiers for SEV-ES and SEV-SNP, and 100 for SEV. */
    public static final PlatformSettings DEFAULT = of(EmulatedGeneration.GENOA);

    /**
     * Checks the ranges.
     *
     * @throws org.cloister.api.CloisterException {@code softsev.setting}, naming the setting
     */
    public PlatformSettings {
        Objects.requireNonNull(generation, "generation");
        Objects.requireNonNull(attestation, "attestation");
        Objects.requireNonNull(policies, "policies");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(otherFirmware, "otherFirmware");
        sendRoots = Set.copyOf(sendRoots);
        requireRange("asid.max", maxAsid, 1, 65535);
        requireRange("asid.first.sev", firstSevAsid, 1, generation.encryptedState() ? maxAsid + 1L : 1);
        requireRange("cbit", cbit, 32, 51);
        requireRange("phys.bits.reduced", reducedPhysBits, 1, 63);
        requireRange("vcpus.max", maxVcpus, 1, 4096);
        requireRange("memory.max", maxMemory, 4096, 1L << cbit);
        if (VmsaFeature.SNP_ACTIVE.in(vmsaFeatures)) {
            throw invalid("vmsa.features", Numbers.hex(vmsaFeatures), "a mask without bit 0");
        }
    }

    /**
     * A processor with the reports and the policies of its generation, on a host with Linux's defaults. Parameters and
     * problems are those of the record.
     */
    public PlatformSettings(
            int maxAsid,
            int firstSevAsid,
            int cbit,
            int reducedPhysBits,
            EmulatedGeneration generation,
            long vmsaFeatures,
            int maxVcpus,
            long maxMemory) {
        this(
                maxAsid,
                firstSevAsid,
                cbit,
                reducedPhysBits,
                generation,
                vmsaFeatures,
                maxVcpus,
                maxMemory,
                AttestationSettings.DEFAULT,
                PolicyLimits.of(generation),
                HostSettings.DEFAULT);
    }

    /** A processor that takes no root but its own for authentic. Parameters and problems are those of the record. */
    public PlatformSettings(
            int maxAsid,
            int firstSevAsid,
            int cbit,
            int reducedPhysBits,
            EmulatedGeneration generation,
            long vmsaFeatures,
            int maxVcpus,
            long maxMemory,
            AttestationSettings attestation,
            PolicyLimits policies,
            HostSettings host) {
        this(
                maxAsid,
                firstSevAsid,
                cbit,
                reducedPhysBits,
                generation,
                vmsaFeatures,
                maxVcpus,
                maxMemory,
                attestation,
                policies,
                host,
                Set.of(),
                Optional.empty());
    }

    /** The same processor with other roots that it takes for authentic beside its own. */
    public PlatformSettings withSendRoots(Set<Bytes> roots) {
        return new PlatformSettings(
                maxAsid,
                firstSevAsid,
                cbit,
                reducedPhysBits,
                generation,
                vmsaFeatures,
                maxVcpus,
                maxMemory,
                attestation,
                policies,
                host,
                roots,
                otherFirmware);
    }

    /** The same processor with another firmware than its generation's usual one. */
    public PlatformSettings withFirmware(FirmwareVersion firmware) {
        return new PlatformSettings(
                maxAsid,
                firstSevAsid,
                cbit,
                reducedPhysBits,
                generation,
                vmsaFeatures,
                maxVcpus,
                maxMemory,
                attestation,
                policies,
                host,
                sendRoots,
                Optional.of(firmware));
    }

    /** The usual processor of a generation. */
    public static PlatformSettings of(EmulatedGeneration generation) {
        EncryptedMemory memory = generation.memory();
        return new PlatformSettings(
                memory.maxAsid(),
                memory.firstSevAsid(),
                memory.cbit(),
                memory.reducedPhysBits(),
                generation,
                USUAL_FEATURES,
                512,
                1L << 40);
    }

    /** Whether it can have guests of SEV-SNP. */
    public boolean snp() {
        return generation.snp() && snpAsids() > 0;
    }

    /** How many identifiers there are for SEV-ES and SEV-SNP guests. */
    public int snpAsids() {
        return firstSevAsid - 1;
    }

    /** How many identifiers there are for SEV guests without encrypted state. */
    public int sevAsids() {
        return maxAsid - firstSevAsid + 1;
    }

    /** The policy bits that SNP_LAUNCH_START takes, a mask. */
    public long snpPolicyBits() {
        return policies.policyBits(firmware());
    }

    /** The firmware that runs. */
    public FirmwareVersion firmware() {
        return otherFirmware.orElseGet(() -> FirmwareTable.of(
                generation, generation.snp() ? Optional.of(attestation.version(generation)) : Optional.empty()));
    }

    /** TCB_VERSION of the firmware that runs, raw 64 bits; 0 for generations without SEV-SNP. */
    public long tcb() {
        return attestation.tcb(generation);
    }

    private static void requireRange(String setting, long value, long from, long to) {
        if (value < from || value > to) {
            throw invalid(setting, value, from + " to " + to);
        }
    }

    private static RuntimeException invalid(String setting, Object found, String expected) {
        return Problem.input(SoftSevCodes.SOFTSEV_SETTING, "a setting of the software platform is out of range")
                .at(setting)
                .found(found)
                .expected(expected)
                .exception();
    }
}
