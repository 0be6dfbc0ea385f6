// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.platform;

import java.util.Optional;
import org.cloister.amd.channel.PlatformChannel;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.Trust;
import org.cloister.api.host.DeviceNode;
import org.cloister.api.host.HostFacts;
import org.cloister.api.platform.ChangeWatch;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.SecureProcessor;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.api.platform.Vmm;
import org.cloister.kvm.host.DeviceWatch;
import org.cloister.kvm.host.ThisHost;
import org.cloister.kvm.sev.SevDevice;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * The hardware platform: machines on {@code /dev/kvm}, the secure processor behind {@code /dev/sev}. The service is
 * there on hosts without either too, and reports what they lack. It has no settings: a configuration of its name, which
 * would end it with all its guests, is ignored. Not tried on SEV hardware yet.
 */
@Component(
        service = {Vmm.class, SecureProcessor.class},
        configurationPolicy = ConfigurationPolicy.IGNORE)
public final class KvmVmm implements Vmm, SecureProcessor {
    private final HostFacts host = new ThisHost();
    private final SevDevice device = new SevDevice(DeviceNode.SEV);

    /** For the service registry. */
    public KvmVmm() {}

    @Override
    public String name() {
        return KvmFacts.NAME;
    }

    @Override
    public String platform() {
        return KvmFacts.NAME;
    }

    @Override
    public Trust trust() {
        return Trust.HARDWARE;
    }

    @Override
    public PlatformFacts facts() {
        return KvmFacts.of(host);
    }

    @Override
    public ChangeWatch watchFacts(Runnable changed) {
        return new DeviceWatch(changed);
    }

    /** Offers {@link PlatformChannel}. */
    @Override
    public <T> Optional<T> adapt(Class<T> channel) {
        return channel == PlatformChannel.class ? Optional.of(channel.cast(device)) : Optional.empty();
    }

    @Override
    public VirtualMachine create(MachineSpec spec) {
        MachineType type = MachineType.of(spec.type()).orElseThrow(() -> unknown(spec));
        return new KvmMachine(spec, type, device);
    }

    private static RuntimeException unknown(MachineSpec spec) {
        return Problem.host(ProblemCodes.MACHINE_TYPE, "this platform makes no machines for this guest type")
                .at("platform " + KvmFacts.NAME)
                .found(spec.type().name())
                .expected("sev, sev-es or sev-snp")
                .exception();
    }
}
