// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
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
    private record Capability(String name, int number, int bit, boolean required) {}

    private static final Capability[] CAPABILITIES = {
        new Capability("guest_memfd", 234, ANY, true),
        new Capability("memory attributes", 233, 3, true),
        new Capability("user memory 2", 231, ANY, true),
        // Page state changes of the guest arrive as hypercall 12, KVM_HC_MAP_GPA_RANGE
        new Capability("exits for page state changes", 201, 12, true),
        new Capability("pre-faulted memory", 236, ANY, false),
    };

    /** An attribute of the device, by its number. */
    private record Attribute(String name, int number, Set<AmdType> types, String since, long always, String[] bits) {}

    /** The version of the ABI and a bit that is always 1 are not switches (SEV-SNP ABI, "Guest Policy"). */
    private static final long POLICY_ALWAYS = PolicyLayout.SNP.always();

    private static final Attribute[] ATTRIBUTES = {
        new Attribute("VMSA features", 0, Set.of(AmdType.SEV_ES, AmdType.SEV_SNP), "6.10", 0, MaskNames.VMSA_FEATURES),
        new Attribute("SNP policy bits", 1, Set.of(AmdType.SEV_SNP), "6.19", POLICY_ALWAYS, MaskNames.POLICY_BITS),
        new Attribute("certificates on request", 2, Set.of(AmdType.SEV_SNP), "7.0", 0, new String[] {"yes"}),
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
        OptionalInt answer = host.kvm().capability(capability.number());
        if (answer.isEmpty()) {
            host.unasked(DeviceNode.KVM, subject, findings);
            return;
        }
        // Plain machines have no private memory, so for them the answer may be 0; machines of an offered type have it
        boolean implied =
                capability.required() && host.kvm().offers(type.machineType()).orElse(false);
        boolean there = holds(capability, answer.getAsInt());
        findings.require(
                subject,
                there || implied,
                Cause.UNSUPPORTED,
                there
                        ? "there"
                        : implied ? "there for machines of the type" : "KVM lacks capability " + capability.number(),
                "use Linux " + type.firstLinux() + " or newer");
    }

    private static boolean holds(Capability capability, int answer) {
        return capability.bit() == ANY ? answer > 0 : answer > 0 && (answer >>> capability.bit() & 1) != 0;
    }

    private static void attribute(Attribute attribute, Host host, ProbeFindings findings) {
        Subject subject = new Subject("kernel", attribute.name(), false);
        Optional<OptionalLong> answer = host.kvm().attribute(attribute.number());
        if (answer.isEmpty()) {
            host.unasked(DeviceNode.KVM, subject, findings);
        } else if (answer.get().isEmpty()) {
            String seen = "KVM does not report it";
            findings.fail(subject, Cause.UNSUPPORTED, seen, "Linux " + attribute.since() + " or newer reports it");
        } else {
            long mask = answer.get().getAsLong();
            String names = MaskNames.of(mask & ~attribute.always(), attribute.bits());
            findings.pass(subject, String.format(Locale.ROOT, "0x%x: %s", mask, names.isEmpty() ? "none" : names));
        }
    }
}
