// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.cloister.amd.cpu.CpuidLeaf;
import org.cloister.amd.setting.AmdType;
import org.cloister.api.host.Check.Cause;
import org.cloister.api.host.Fact;
import org.cloister.api.host.HostFacts.Cpuid;
import org.cloister.probe.ProbeFindings.Subject;

/** What the processor is and can do. */
final class CpuChecks {
    private static final Subject VENDOR = new Subject("cpu", "vendor", true);
    private static final Subject PLACE = new Subject("cpu", "bare metal", false);
    private static final Subject LEAF = new Subject("cpu", "CPUID 8000_001F", true);
    private static final Subject CBIT = new Subject("cpu", "C-bit", false);
    private static final Subject ASIDS = new Subject("cpu", "ASIDs", true);
    private static final int HYPERVISOR = 31;
    private static final int SEV_STATUS = 0xc0010131;
    private static final String EPYC =
            "use a host with an AMD EPYC: 7001 or newer for SEV, 7002 for SEV-ES, 7003 for SEV-SNP";

    private CpuChecks() {}

    static void make(AmdType type, Host host, ProbeFindings findings) {
        vendor(host, findings);
        place(host, findings);
        Optional<Cpuid> leaf = host.encryptionLeaf();
        if (leaf.isEmpty()) {
            findings.fail(LEAF, Cause.UNSUPPORTED, "the processor has no such leaf", elsewhere(host));
            without("the processor has no memory encryption", findings);
            return;
        }
        int eax = leaf.get().eax();
        boolean able = (eax >>> type.cpuidBit() & 1) != 0;
        String seen =
                "0x" + HexFormat.of().toHexDigits(eax) + ": " + (eax == 0 ? "no bit is set" : CpuidBit.names(eax));
        findings.require(LEAF, able, Cause.UNSUPPORTED, seen, elsewhere(host));
        if (!able) {
            without("the processor does not offer the type", findings);
            return;
        }
        addressBits(leaf.get(), findings);
        asids(type, leaf.get(), host, findings);
    }

    private static void without(String reason, ProbeFindings findings) {
        findings.explainAllElse(reason);
        findings.skip(CBIT, reason);
        findings.skip(ASIDS, reason);
    }

    /** A hypervisor may keep from its machines what the processor has. */
    private static String elsewhere(Host host) {
        return virtual(host) ? "this is a virtual machine: run this on the host itself; else " + EPYC : EPYC;
    }

    private static boolean virtual(Host host) {
        return host.cpuid(CpuidLeaf.SIGNATURE)
                .filter(leaf -> (leaf.ecx() >>> HYPERVISOR & 1) != 0)
                .isPresent();
    }

    private static void vendor(Host host, ProbeFindings findings) {
        Optional<String> vendor = host.cpuid(0).map(CpuChecks::name);
        if (vendor.isEmpty()) {
            findings.unknown(VENDOR, "CPUID could not be asked", "run this on Linux on x86-64");
            return;
        }
        boolean amd = vendor.get().equals("AuthenticAMD");
        String which = amd ? Processor.of(host).map(one -> ": " + one).orElse("") : "";
        findings.require(VENDOR, amd, Cause.UNSUPPORTED, vendor.get() + which, EPYC);
        if (!amd) {
            findings.explainAllElse("the processor is not AMD's");
        }
    }

    private static String name(Cpuid leaf) {
        ByteBuffer text = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        text.putInt(leaf.ebx()).putInt(leaf.edx()).putInt(leaf.ecx());
        return new String(text.array(), StandardCharsets.US_ASCII);
    }

    /** SEV_STATUS says what protects this system when it is a guest itself; on a host it reads as 0. */
    private static void place(Host host, ProbeFindings findings) {
        if (host.msr(SEV_STATUS) instanceof Fact.Known<Long> status && (status.value() & 7) != 0) {
            String kind = (status.value() & 4) != 0 ? "SEV-SNP" : (status.value() & 2) != 0 ? "SEV-ES" : "SEV";
            findings.fail(
                    new Subject(PLACE.category(), PLACE.name(), true),
                    Cause.UNSUPPORTED,
                    "this system is itself a guest protected by " + kind,
                    "confidential guests are launched by the host; run this there");
            findings.explainAllElse("this system is itself a confidential guest");
        } else if (virtual(host)) {
            findings.fail(PLACE, Cause.UNSUPPORTED, "a hypervisor is below this system", "run this on the host itself");
        } else {
            findings.pass(PLACE, "no hypervisor below");
        }
    }

    private static void addressBits(Cpuid leaf, ProbeFindings findings) {
        findings.pass(
                CBIT,
                String.format(
                        Locale.ROOT,
                        "bit %d, addresses %d bits shorter, %d VMPLs",
                        leaf.ebx() & 0x3f,
                        leaf.ebx() >>> 6 & 0x3f,
                        leaf.ebx() >>> 12 & 0xf));
    }

    /**
     * ECX is the highest ASID, EDX the first one for SEV without encrypted state; those below it are for SEV-ES and
     * SEV-SNP.
     */
    private static void asids(AmdType type, Cpuid leaf, Host host, ProbeFindings findings) {
        long last = Integer.toUnsignedLong(leaf.ecx());
        long firstPlain = Integer.toUnsignedLong(leaf.edx());
        long from = type == AmdType.SEV ? Math.max(1, firstPlain) : 1;
        long to = type == AmdType.SEV ? last : firstPlain - 1;
        long hidden = host.text("/sys/module/kvm_amd/parameters/ciphertext_hiding_asids")
                .filter(text -> Lines.isNumber(text, 9))
                .map(Long::parseLong)
                .orElse(0L);
        // Ciphertext hiding splits the range: SNP gets the first N, SEV-ES the rest (Linux, kvm_amd)
        if (hidden > 0 && type == AmdType.SEV_SNP) {
            to = Math.min(to, hidden);
        } else if (hidden > 0 && type == AmdType.SEV_ES) {
            from = hidden + 1;
        }
        String split =
                hidden > 0 && type != AmdType.SEV ? ", for ciphertext hiding gives SEV-SNP the first " + hidden : "";
        String seen = from <= to ? from + " to " + to + split : "none are left for the type";
        String hint = type == AmdType.SEV
                ? "lower the BIOS option 'SEV-ES ASID Space Limit' (minimum SEV non-ES ASID)"
                : hidden > 0
                        ? "lower ciphertext_hiding_asids of kvm_amd, which is " + hidden
                        : "raise the BIOS option 'SEV-ES ASID Space Limit' above 1";
        findings.require(ASIDS, from <= to, Cause.DISABLED, seen, hint);
    }
}
