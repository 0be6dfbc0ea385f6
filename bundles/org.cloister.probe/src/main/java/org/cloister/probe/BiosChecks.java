package org.cloister.probe;

import java.util.Optional;
import org.cloister.api.host.Check.Cause;
import org.cloister.api.host.Fact;
import org.cloister.probe.Findings.Subject;

/**
 * What the BIOS switched on, by the registers in which it did (AMD APM volume 2, 3.2.1, 3.2.10, 15.36). They can be read by root with the module msr;
 * where they cannot, a kernel that offers the guest type says as much.
 */
final class BiosChecks {
    static final int SYSCFG = 0xc0010010;
    static final int HWCR = 0xc0010015;
    static final int RMP_BASE = 0xc0010132;
    static final int RMP_END = 0xc0010133;

    private static final String READ_MSRS = "run as root after 'modprobe msr' to see";

    private BiosChecks() {}

    /** A bit that has to be 1, with the option that sets it. */
    private record Bit(String name, int register, int bit, boolean snpOnly, String hint) {}

    private static final Bit[] BITS = {
        new Bit("memory encryption (SYSCFG.MEM_ENCRYPT_EN)", SYSCFG, 23, false, "enable the BIOS option SMEE"),
        new Bit(
                "SMM lock (HWCR.SMMLOCK)",
                HWCR,
                0,
                false,
                "the BIOS has to lock SMM before memory encryption can be enabled: enable its option SMM lock, or update it"),
        new Bit(
                "SNP (SYSCFG.SNP_EN)",
                SYSCFG,
                24,
                true,
                "enable the BIOS option SEV-SNP Support, and boot a kernel that hosts SNP guests"),
        new Bit("VMPL (SYSCFG.VMPL_EN)", SYSCFG, 25, true, "enable the BIOS option SEV-SNP Support"),
    };

    static void make(SevType type, Host host, Findings findings) {
        boolean offered = host.offers(type.vmType()).orElse(false);
        for (Bit bit : BITS) {
            if (!bit.snpOnly() || type == SevType.SNP) {
                bit(bit, host, offered, findings);
            }
        }
        if (type == SevType.SNP) {
            reverseMap(host, offered, findings);
        }
    }

    private static void bit(Bit bit, Host host, boolean offered, Findings findings) {
        Subject subject = new Subject("bios", bit.name(), true);
        Fact<Long> register = host.msr(bit.register());
        if (register instanceof Fact.Known<Long> known) {
            boolean set = (known.value() >>> bit.bit() & 1) != 0;
            String seen = String.format("MSR %x bit %d is %d", bit.register(), bit.bit(), set ? 1 : 0);
            findings.require(subject, set, Cause.DISABLED, seen, bit.hint());
        } else {
            unread(subject, register, offered, findings);
        }
    }

    private static void unread(Subject subject, Fact<Long> register, boolean offered, Findings findings) {
        if (offered) {
            findings.pass(subject, "not readable; the kernel offers the type, so it is on");
        } else {
            findings.unknown(subject, why(register), READ_MSRS);
        }
    }

    private static String why(Fact<Long> register) {
        if (register instanceof Fact.Absent<Long> absent) {
            return absent.detail();
        }
        return register instanceof Fact.Denied<Long> denied
                ? denied.detail()
                : ((Fact.Unknown<Long>) register).detail();
    }

    /** Both registers 0: the BIOS reserved no memory for the reverse map table. */
    private static void reverseMap(Host host, boolean offered, Findings findings) {
        Subject subject = new Subject("bios", "reverse map table (RMP_BASE, RMP_END)", true);
        Optional<Long> base = Host.known(host.msr(RMP_BASE));
        Optional<Long> end = Host.known(host.msr(RMP_END));
        if (base.isEmpty() || end.isEmpty()) {
            unread(subject, base.isEmpty() ? host.msr(RMP_BASE) : host.msr(RMP_END), offered, findings);
            return;
        }
        boolean there = base.get() != 0 || end.get() != 0;
        String seen = there ? String.format("0x%x to 0x%x", base.get(), end.get()) : "no memory is reserved for it";
        findings.require(
                subject, there, Cause.DISABLED, seen, "enable the BIOS option SNP Memory (RMP Table) Coverage");
    }
}
