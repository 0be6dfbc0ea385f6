// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cloister.amd.setting.AmdType;
import org.cloister.api.host.Check.Cause;
import org.cloister.api.host.Fact;
import org.cloister.probe.ProbeFindings.Subject;

/** Parameters of KVM's modules. Where one cannot be read, a kernel that offers the guest type says as much. */
final class ModuleChecks {
    private static final Set<AmdType> ALL = Set.of(AmdType.values());
    private static final Set<AmdType> ENCRYPTED_STATE = Set.of(AmdType.SEV_ES, AmdType.SEV_SNP);

    private ModuleChecks() {}

    /** A parameter that is Y or 1 as it should be. */
    private record Parameter(String module, String name, Set<AmdType> types, boolean required, String hint) {
        String path() {
            return "/sys/module/" + module + "/parameters/" + name;
        }
    }

    private static final Parameter[] PARAMETERS = {
        new Parameter("kvm_amd", "npt", ALL, true, "SEV needs nested paging: remove npt=0 from the options of kvm_amd"),
        new Parameter("kvm_amd", "sev", ALL, true, kernelChanged("sev=1")),
        new Parameter("kvm_amd", "sev_es", ENCRYPTED_STATE, true, kernelChanged("sev=1 sev_es=1")),
        new Parameter("kvm_amd", "sev_snp", Set.of(AmdType.SEV_SNP), true, kernelChanged("sev=1 sev_es=1 sev_snp=1")),
        // The kernel's variable is enable_mmio_caching, its parameter mmio_caching (arch/x86/kvm/mmu/spte.c)
        new Parameter("kvm", "mmio_caching", ENCRYPTED_STATE, true, "remove mmio_caching=0 from the options of kvm"),
        new Parameter(
                "kvm_amd",
                "debug_swap",
                ENCRYPTED_STATE,
                false,
                "guests that use debug registers want 'options kvm_amd debug_swap=1'"),
    };

    static void make(AmdType type, Host host, ProbeFindings findings) {
        boolean offered = host.kvm().offers(type).orElse(false);
        for (Parameter parameter : PARAMETERS) {
            if (parameter.types().contains(type)) {
                check(parameter, host, offered, findings);
            }
        }
    }

    private static void check(Parameter parameter, Host host, boolean offered, ProbeFindings findings) {
        Subject subject = new Subject("kernel", parameter.module() + "." + parameter.name(), parameter.required());
        Optional<String> value = host.text(parameter.path());
        if (value.isPresent()) {
            boolean on = value.get().equals("Y") || value.get().equals("1");
            findings.require(subject, on, Cause.DISABLED, value.get(), parameter.hint());
        } else if (offered && parameter.required()) {
            findings.pass(subject, "not readable; the kernel offers the type, so it is on");
        } else {
            unread(parameter, subject, host, findings);
        }
    }

    private static void unread(Parameter parameter, Subject subject, Host host, ProbeFindings findings) {
        Fact<List<String>> module = host.facts().folder("/sys/module/" + parameter.module());
        if (module instanceof Fact.Known) {
            String seen = "this kernel has no such parameter";
            findings.fail(subject, Cause.UNSUPPORTED, seen, "a newer Linux has it");
        } else if (module instanceof Fact.Absent) {
            findings.skip(subject, "the module " + parameter.module() + " is not loaded");
        } else {
            findings.unknown(subject, "not reported", "look at " + parameter.path());
        }
    }

    /**
     * The kernel writes back what became of these three, so that N may be its own doing (kvm_amd, sev_hardware_setup).
     */
    private static String kernelChanged(String options) {
        return "this is what the kernel made of it: fix what else fails, or write 'options kvm_amd " + options
                + "' to /etc/modprobe.d/kvm_amd.conf and load kvm_amd anew";
    }
}
