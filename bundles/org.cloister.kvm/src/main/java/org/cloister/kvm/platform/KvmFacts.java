// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.platform;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.cloister.amd.cpu.CpuidLeaf;
import org.cloister.amd.kvm.HostKvm;
import org.cloister.amd.kvm.KvmCapability;
import org.cloister.amd.kvm.SevAttribute;
import org.cloister.amd.setting.AmdType;
import org.cloister.api.Trust;
import org.cloister.api.host.DeviceNode;
import org.cloister.api.host.Fact;
import org.cloister.api.host.HostFacts;
import org.cloister.api.host.HostFacts.Cpuid;
import org.cloister.api.platform.PlatformFacts;

/**
 * What the hardware platform offers, by what kernel and processor answer. The reason why something is missing takes one
 * line; a probe reports everything.
 */
final class KvmFacts {
    static final String NAME = "kvm";

    /** Of Linux's interface for reports (Documentation/ABI/testing/configfs-tsm). */
    private static final String ASK_INSIDE =
            "run this in the guest: r=/sys/kernel/config/tsm/report/r; mkdir $r; write 64 bytes to $r/inblob, and read"
                    + " $r/outblob and $r/auxblob; or launch with --platform emulated";

    private final HostFacts host;
    private final HostKvm kvm;
    private final Map<String, String> features = new HashMap<>();
    private final Map<String, String> absent = new HashMap<>();
    private final Map<String, Long> numbers = new HashMap<>();

    private KvmFacts(HostFacts host) {
        this.host = host;
        kvm = new HostKvm(host);
    }

    static PlatformFacts of(HostFacts host) {
        KvmFacts facts = new KvmFacts(host);
        facts.types();
        if (!facts.features.isEmpty()) {
            facts.processor();
            facts.limits();
        }
        facts.absent.put(PlatformFacts.EXECUTION, "guests on SEV hardware are launched and not run in this version");
        facts.absent.put(PlatformFacts.GUEST_REQUESTS, ASK_INSIDE);
        return new PlatformFacts(NAME, Trust.HARDWARE, facts.features, facts.absent, facts.numbers);
    }

    private void types() {
        Optional<String> obstacle = obstacle();
        long offered = obstacle.isPresent() ? 0 : extension(KvmCapability.VM_TYPES);
        for (MachineType type : MachineType.values()) {
            if (obstacle.isPresent()) {
                absent.put(type.guestType(), obstacle.get());
            } else if ((offered >> type.vmType().number() & 1) == 0) {
                absent.put(type.guestType(), notOffered(type, offered));
            } else {
                features.put(type.guestType(), "in hardware");
            }
        }
    }

    private static String notOffered(MachineType type, long offered) {
        return String.format(
                Locale.ROOT,
                "KVM here offers no %s machines (types 0x%x); 'cloister probe %s' reports why and what to change",
                type.guestType(),
                offered,
                type.guestType());
    }

    private Optional<String> obstacle() {
        return obstacle(DeviceNode.KVM, "load the module kvm_amd, and enable SVM in the BIOS", "kvm")
                .or(() -> obstacle(
                        DeviceNode.SEV, "this takes an EPYC with SEV enabled in the BIOS, and the module ccp", "sev"));
    }

    private Optional<String> obstacle(String device, String missing, String group) {
        Fact<Boolean> answers = host.device(device, true);
        if (answers instanceof Fact.Known<Boolean> known) {
            return known.value()
                    ? Optional.empty()
                    : Optional.of("no driver answers behind " + device + "; " + missing);
        }
        if (answers instanceof Fact.Absent) {
            return Optional.of("there is no " + device + "; " + missing);
        }
        if (answers instanceof Fact.Denied) {
            return Optional.of("this user may not open " + device + "; run as root, or join the group that owns it ("
                    + group + " as a rule)");
        }
        return Optional.of(device + ": " + ((Fact.Unknown<Boolean>) answers).detail());
    }

    /**
     * AMD APM volume 3, appendix E, CPUID leaf 8000_001F. A processor that ends below it answers with what another leaf
     * has, such as Intel's with its highest basic one.
     */
    private void processor() {
        boolean there = host.cpuid(CpuidLeaf.HIGHEST_EXTENDED, 0) instanceof Fact.Known<Cpuid> highest
                && Integer.compareUnsigned(highest.value().eax(), CpuidLeaf.ENCRYPTED_MEMORY) >= 0;
        if (there && host.cpuid(CpuidLeaf.ENCRYPTED_MEMORY, 0) instanceof Fact.Known<Cpuid> known) {
            Cpuid leaf = known.value();
            long all = Integer.toUnsignedLong(leaf.ecx());
            long firstWithoutState = Integer.toUnsignedLong(leaf.edx());
            numbers.put(PlatformFacts.CBIT, (long) (leaf.ebx() & 0x3f));
            numbers.put(PlatformFacts.REDUCED_PHYS_BITS, (long) (leaf.ebx() >> 6 & 0x3f));
            numbers.put(asids(AmdType.SEV), Math.max(0, all - firstWithoutState + 1));
            numbers.put(asids(AmdType.SEV_ES), Math.max(0, firstWithoutState - 1));
            numbers.put(asids(AmdType.SEV_SNP), Math.max(0, firstWithoutState - 1));
        }
    }

    private static String asids(AmdType type) {
        return PlatformFacts.asids(type.type().name());
    }

    private void limits() {
        numbers.put(PlatformFacts.MAX_VCPUS, extension(KvmCapability.MAX_VCPUS));
        attribute(SevAttribute.VMSA_FEATURES).ifPresent(mask -> numbers.put(PlatformFacts.VMSA_FEATURES, mask));
        attribute(SevAttribute.SNP_POLICY_BITS).ifPresent(mask -> numbers.put(PlatformFacts.SNP_POLICY_BITS, mask));
    }

    private long extension(KvmCapability capability) {
        return kvm.capability(capability).orElse(0);
    }

    private OptionalLong attribute(SevAttribute attribute) {
        return kvm.attribute(attribute).orElse(OptionalLong.empty());
    }
}
