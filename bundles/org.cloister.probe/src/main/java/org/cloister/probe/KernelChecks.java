package org.cloister.probe;

import java.util.Optional;
import java.util.OptionalInt;
import org.cloister.amd.status.Errno;
import org.cloister.api.host.Check.Cause;
import org.cloister.api.host.Fact;
import org.cloister.probe.Findings.Subject;

/** What the kernel was built for, was told at its start, and offers. */
final class KernelChecks {
    private static final Subject RELEASE = new Subject("kernel", "release", false);
    private static final Subject SEV_ON = new Subject("kernel", "SEV in KVM", true);
    private static final Subject OFFERED = new Subject("kernel", "machines of the type", true);
    private static final String PARAMETERS = "/sys/module/kvm_amd/parameters/";
    private static final String LOAD = "modprobe kvm_amd; enable SVM in the BIOS; dmesg tells why it did not load";

    private KernelChecks() {}

    /** A capability that SNP machines are made of. */
    private record Needed(String name, int number) {}

    private static final Needed[] SNP_NEEDS = {
        new Needed("guest_memfd", 234), new Needed("memory attributes", 233), new Needed("user memory 2", 231),
    };

    static void make(SevType type, Host host, Findings findings) {
        release(type, host, findings);
        device(Host.KVM, LOAD, host, findings);
        parameter(type, host, findings);
        encryption(host, findings);
        offered(type, host, findings);
        if (type == SevType.SNP) {
            for (Needed needed : SNP_NEEDS) {
                capability(needed, type, host, findings);
            }
        }
    }

    private static void release(SevType type, Host host, Findings findings) {
        Optional<String> release = host.text("/proc/sys/kernel/osrelease");
        String hint = "Linux hosts such guests from " + type.since() + " on";
        release.ifPresentOrElse(
                text -> findings.pass(RELEASE, text), () -> findings.unknown(RELEASE, "not told", hint));
    }

    /** No node, a node without a driver, and no permission are three answers. */
    static void device(String path, String load, Host host, Findings findings) {
        Subject there = new Subject(path.equals(Host.KVM) ? "kernel" : "firmware", path, true);
        Fact<Boolean> answers = host.facts().device(path, true);
        if (answers instanceof Fact.Known<Boolean> known) {
            findings.require(
                    there,
                    known.value(),
                    Cause.DISABLED,
                    known.value() ? "there" : "the node is there, and no driver answers behind it",
                    load);
        } else if (answers instanceof Fact.Absent) {
            findings.fail(there, Cause.DISABLED, "there is no " + path, load);
        } else if (answers instanceof Fact.Denied) {
            findings.pass(there, "there; whether a driver answers this user cannot see");
        } else {
            findings.unknown(there, ((Fact.Unknown<Boolean>) answers).detail(), "run this on Linux on x86-64");
        }
        if (!answers.equals(new Fact.Known<>(true)) && !(answers instanceof Fact.Denied)) {
            findings.explainAllElse(path + " is not usable");
        }
    }

    private static void parameter(SevType type, Host host, Findings findings) {
        Subject subject = new Subject("kernel", "kvm_amd." + type.parameter(), false);
        Optional<String> value = host.text(PARAMETERS + type.parameter());
        String hint =
                "write 'options kvm_amd sev=1 sev_es=1 sev_snp=1' to /etc/modprobe.d/kvm_amd.conf and load kvm_amd anew";
        if (value.isEmpty()) {
            findings.unknown(subject, "not there", "load kvm_amd; " + hint);
            return;
        }
        boolean on = value.get().equals("Y") || value.get().equals("1");
        findings.require(subject, on, Cause.DISABLED, value.get(), hint);
    }

    /** {@code KVM_MEMORY_ENCRYPT_OP} with no argument; very old kernels look at the argument first and say EFAULT where SEV is on. */
    private static void encryption(Host host, Findings findings) {
        OptionalInt errno = host.encryptOp();
        if (errno.isEmpty()) {
            findings.unknown(SEV_ON, "could not be asked", "see the check of " + Host.KVM);
            return;
        }
        boolean on = errno.getAsInt() == 0 || errno.getAsInt() == Errno.EFAULT;
        findings.require(
                SEV_ON,
                on,
                Cause.DISABLED,
                on ? "enabled" : "KVM_MEMORY_ENCRYPT_OP gives " + Errno.name(errno.getAsInt()),
                "set kvm_amd.sev=1, load ccp, and look for 'SEV' in dmesg: the kernel says there what it misses");
    }

    private static void offered(SevType type, Host host, Findings findings) {
        Optional<Boolean> offered = host.offers(type.vmType());
        if (offered.isEmpty()) {
            findings.unknown(OFFERED, "could not be asked", "see the check of " + Host.KVM);
            return;
        }
        findings.require(
                OFFERED,
                offered.get(),
                Cause.DISABLED,
                offered.get() ? "offered" : "KVM_CAP_VM_TYPES lacks bit " + type.vmType(),
                "kvm_amd." + type.parameter() + " has to be on, the BIOS has to allow it, the kernel has to be Linux "
                        + type.since() + " or newer (6.10 to tell of machine types); dmesg tells which");
    }

    private static void capability(Needed needed, SevType type, Host host, Findings findings) {
        OptionalInt answer = host.capability(needed.number());
        Subject subject = new Subject("kernel", needed.name(), true);
        if (answer.isEmpty()) {
            findings.unknown(subject, "could not be asked", "see the check of " + Host.KVM);
        } else {
            // Attributes are a mask that plain machines have none of; where the type is offered its machines have them
            boolean there = answer.getAsInt() > 0 || host.offers(type.vmType()).orElse(false);
            findings.require(
                    subject,
                    there,
                    Cause.UNSUPPORTED,
                    there ? "there" : "KVM lacks capability " + needed.number(),
                    "use Linux " + type.since() + " or newer");
        }
    }
}
