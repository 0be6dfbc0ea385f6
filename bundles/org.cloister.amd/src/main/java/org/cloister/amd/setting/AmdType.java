// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.setting;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cloister.amd.policy.PolicyLayout;
import org.cloister.amd.policy.SevPolicyBit;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;

/** AMD's guest types. Safe for use by several threads. */
public enum AmdType {
    /** Memory is encrypted, registers are not. */
    SEV("sev", "SEV", PolicyLayout.SEV, "", "sev-guest", "sev", "sev", new Linux(1, 2, "4.16")),
    /** Registers are encrypted too. */
    SEV_ES(
            "sev-es",
            "SEV-ES",
            PolicyLayout.SEV,
            SettingCodes.SEV_ES_RESTRICTION,
            "sev-guest",
            "sev",
            "sev",
            new Linux(3, 3, "5.11")),
    /** The host cannot replace memory either. */
    SEV_SNP(
            "sev-snp",
            "SEV-SNP",
            PolicyLayout.SNP,
            SettingCodes.SNP_PROPERTY_RESTRICTION,
            "sev-snp-guest",
            "sev-snp",
            "sev-snp",
            new Linux(4, 4, "6.11"));

    private final GuestType type;
    private final String title;
    private final PolicyLayout policies;
    private final String restrictionCode;
    private final String qemuObject;
    private final String sevGuestType;
    private final String libvirtType;
    private final Linux linux;

    AmdType(
            String name,
            String title,
            PolicyLayout policies,
            String restrictionCode,
            String qemuObject,
            String sevGuestType,
            String libvirtType,
            Linux linux) {
        this.type = new GuestType(name);
        this.title = title;
        this.policies = policies;
        this.restrictionCode = restrictionCode;
        this.qemuObject = qemuObject;
        this.sevGuestType = sevGuestType;
        this.libvirtType = libvirtType;
        this.linux = linux;
    }

    /** What Linux has of it, and by which bit of CPUID it knows it. */
    private record Linux(int cpuidBit, int machineType, String since) {}

    /** The guest type, by whose name launches ask for it. */
    public GuestType type() {
        return type;
    }

    /** AMD's name for it, for people. */
    public String title() {
        return title;
    }

    /** Where the parts of its policies lie. */
    public PolicyLayout policies() {
        return policies;
    }

    /** The problem code for what its guests cannot have; empty where they can have everything. */
    public String restrictionCode() {
        return restrictionCode;
    }

    /** The type of QEMU's object that makes such a guest (QEMU, qapi/qom.json). */
    public String qemuObject() {
        return qemuObject;
    }

    /** The type of libvirt's {@code <launchSecurity>} (libvirt, formatdomain, "Launch Security"). */
    public String libvirtType() {
        return libvirtType;
    }

    /** The word of QEMU's enumeration SevGuestType (QEMU, qapi/misc-i386.json). */
    public String sevGuestType() {
        return sevGuestType;
    }

    /** The bit of EAX of {@link org.cloister.amd.cpu.CpuidLeaf#ENCRYPTED_MEMORY} that says a processor has it. */
    public int cpuidBit() {
        return linux.cpuidBit();
    }

    /** The number of KVM's machine type, the argument of KVM_CREATE_VM (Linux, Documentation/virt/kvm/api.rst). */
    public int machineType() {
        return linux.machineType();
    }

    /** The first release of Linux that hosts such guests, such as {@code 6.11}. */
    public String firstLinux() {
        return linux.since();
    }

    /** Whether the initial registers are encrypted, so that they are measured. */
    public boolean encryptsState() {
        return this != SEV;
    }

    /** SEV or SEV-ES: the policy's ES bit makes the one or the other of a launch (SEV API, "LAUNCH_START"). */
    public static AmdType ofSevPolicy(long policy) {
        return SevPolicyBit.ES.in(policy) ? SEV_ES : SEV;
    }

    /** AMD's type of that name; empty for a type of another vendor. */
    public static Optional<AmdType> find(GuestType type) {
        for (AmdType one : values()) {
            if (one.type.equals(type)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    /**
     * AMD's type of that name.
     *
     * @throws org.cloister.api.CloisterException {@code type.unknown} for a type of another vendor
     */
    public static AmdType of(GuestType type) {
        return find(type)
                .orElseThrow(() -> Problem.input(ProblemCodes.TYPE_UNKNOWN, "this is not one of AMD's guest types")
                        .found(type)
                        .expected(Arrays.stream(values())
                                .map(one -> one.type.name())
                                .collect(Collectors.joining(", ")))
                        .exception());
    }
}
