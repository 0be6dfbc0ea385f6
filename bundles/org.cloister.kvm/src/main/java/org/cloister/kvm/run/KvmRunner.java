// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.run;

import java.util.Optional;
import org.cloister.api.CloisterException;
import org.cloister.api.platform.ChangeWatch;
import org.cloister.api.platform.Executor;
import org.cloister.api.platform.ProcessorRunner;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.kvm.host.DeviceWatch;
import org.cloister.kvm.vm.KvmSystem;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** Runs guests of the software platform on {@code /dev/kvm}. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
public final class KvmRunner implements ProcessorRunner {
    @Override
    public String name() {
        return "kvm";
    }

    @Override
    public Optional<String> obstacle() {
        try (KvmSystem kvm = KvmSystem.open()) {
            return Optional.empty();
        } catch (CloisterException e) {
            return Optional.of(e.problem().message());
        }
    }

    @Override
    public ChangeWatch watchObstacle(Runnable changed) {
        return new DeviceWatch(changed);
    }

    @Override
    public Executor executor(VirtualMachine machine) {
        return new KvmExecutor(machine);
    }
}
