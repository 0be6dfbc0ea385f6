// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.cloister.amd.kvm.KvmCapability;
import org.cloister.amd.kvm.SevAttribute;
import org.cloister.amd.policy.PolicyLayout;
import org.cloister.amd.setting.AmdType;
import org.cloister.api.host.Check.Cause;
import org.cloister.api.host.DeviceNode;
import org.cloister.probe.ProbeFindings.Subject;

/**
 * What KVM has for machines of a type while they are made and run: capabilities, and the attributes of group
 * KVM_X86_GRP_SEV.
 */
final class RuntimeChecks {
    private static final int ANY = -1;

    private RuntimeChecks() {}

    /** A capability of KVM's that SEV-SNP machines use, with the bit that has to be in its answer. */
    private record Capability(String name, KvmCapability kvms, int bit, boolean required) {}

    private static final Capability[] CAPABILITIES = {
        new Capability("guest_memfd", KvmCapability.GUEST_MEMFD, ANY, true),
        new Capability("memory attributes", KvmCapability.MEMORY_ATTRIBUTES, 3, true),
        new Capability("user memory 2", KvmCapability.USER_MEMORY2, ANY, true),
        // Page state changes of the guest arrive as hypercall 12, KVM_HC_MAP_GPA_RANGE
        new Capability("exits for page state changes", KvmCapability.EXIT_HYPERCALL, 12, true),
        new Capability("pre-faulted memory", KvmCapability.PRE_FAULT_MEMORY, ANY, false),
    };

    /** An attribute of the device, the types that it is about, bits that are no switches, and names of the others. */
    private record Attribute(String name, SevAttribute kvms, Set<AmdType> types, long always, String[] bits) {}

    /** The version of the ABI and a bit that is always 1 are not switches (SEV-SNP ABI, "Guest Policy"). */
    private static final long POLICY_ALWAYS = PolicyLayout.SNP.always();

    private static final Attribute[] ATTRIBUTES = {
        new Attribute(
                "VMSA features",
                SevAttribute.VMSA_FEATURES,
                Set.of(AmdType.SEV_ES, AmdType.SEV_SNP),
                0,
                MaskNames.VMSA_FEATURES),
        new Attribute(
                "SNP policy bits",
                SevAttribute.SNP_POLICY_BITS,
                Set.of(AmdType.SEV_SNP),
                POLICY_ALWAYS,
                MaskNames.POLICY_BITS),
        new Attribute(
                "certificates on request", SevAttribute.CERTIFICATE_REQUESTS, Set.of(AmdType.SEV_SNP), 0, new String[] {
                    "yes"
                }),
    };

    static void make(AmdType type, Host host, ProbeFindings findings) {
        if (type == AmdType.SEV_SNP) {
            for (Capability capability : CAPABILITIES) {
                capability(capability, type, host, findings);
            }
        }
        for (Attribute attribute : ATTRIBUTES) {
            if (attribute.types().contains(type)) {
                attribute(attribute, host, findings);
            }
        }
    }

    private static void capability(Capability capability, AmdType type, Host host, ProbeFindings findings) {
        Subject subject = new Subject("kernel", capability.name(), capability.required());
        OptionalInt answer = host.kvm().capability(capability.kvms());
        if (answer.isEmpty()) {
            host.unasked(DeviceNode.KVM, subject, findings);
            return;
        }
        // Plain machines have no private memory, so for them the answer may be 0; machines of an offered type have it
        boolean implied = capability.required() && host.kvm().offers(type).orElse(false);
        boolean there = holds(capability, answer.getAsInt());
        String lacks = "KVM lacks capability " + capability.kvms().number();
        findings.require(
                subject,
                there || implied,
                Cause.UNSUPPORTED,
                there ? "there" : implied ? "there for machines of the type" : lacks,
                "use Linux " + type.firstLinux() + " or newer");
    }

    private static boolean holds(Capability capability, int answer) {
        return capability.bit() == ANY ? answer > 0 : answer > 0 && (answer >>> capability.bit() & 1) != 0;
    }

    private static void attribute(Attribute attribute, Host host, ProbeFindings findings) {
        Subject subject = new Subject("kernel", attribute.name(), false);
        Optional<OptionalLong> answer = host.kvm().attribute(attribute.kvms());
        if (answer.isEmpty()) {
            host.unasked(DeviceNode.KVM, subject, findings);
        } else if (answer.get().isEmpty()) {
            String seen = "KVM does not report it";
            String hint = "Linux " + attribute.kvms().firstLinux() + " or newer reports it";
            findings.fail(subject, Cause.UNSUPPORTED, seen, hint);
        } else {
            long mask = answer.get().getAsLong();
            String names = MaskNames.of(mask & ~attribute.always(), attribute.bits());
            findings.pass(subject, String.format(Locale.ROOT, "0x%x: %s", mask, names.isEmpty() ? "none" : names));
        }
    }
}
