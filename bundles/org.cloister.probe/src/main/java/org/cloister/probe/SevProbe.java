// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe;

import java.util.List;
import org.cloister.amd.setting.AmdType;
import org.cloister.api.GuestType;
import org.cloister.api.host.CapabilityProbe;
import org.cloister.api.host.Check;
import org.cloister.api.host.HostFacts;
import org.osgi.service.component.annotations.Component;

/**
 * Judges hosts for SEV, SEV-ES and SEV-SNP: processor, BIOS, kernel, firmware, what KVM made of them, permissions,
 * limits. In this order causes come before what follows from them. A service, and on a class path a provider for
 * {@link java.util.ServiceLoader}.
 *
 * <p>That a host has all this shows in each guest's VMCB: at offset 090h bit 1 enables SEV and bit 2 SEV-ES (AMD APM
 * volume 2, appendix B).
 */
@Component
public final class SevProbe implements CapabilityProbe {
    /** For the service registry. */
    public SevProbe() {}

    @Override
    public List<GuestType> types() {
        return List.of(AmdType.SEV.type(), AmdType.SEV_ES.type(), AmdType.SEV_SNP.type());
    }

    @Override
    public List<Check> probe(GuestType guestType, HostFacts facts) {
        AmdType type = AmdType.of(guestType);
        Host host = new Host(facts);
        ProbeFindings findings = new ProbeFindings();
        CpuChecks.make(type, host, findings);
        BiosChecks.make(type, host, findings);
        KernelChecks.make(type, host, findings);
        FirmwareChecks.make(type, host, findings);
        KvmChecks.make(type, host, findings);
        PermissionChecks.make(host, findings);
        LimitChecks.make(type, host, findings);
        return findings.checks();
    }
}
