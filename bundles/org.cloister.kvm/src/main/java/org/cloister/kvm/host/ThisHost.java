// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.host;

import java.util.List;
import java.util.Optional;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.host.Fact;
import org.cloister.api.host.HostFacts;
import org.cloister.kvm.libc.CpuidInstruction;
import org.cloister.kvm.libc.Descriptor;
import org.osgi.service.component.annotations.Component;

/**
 * The host that this process runs on. A service, and on a class path a provider for {@link java.util.ServiceLoader}.
 * Every question is asked again: modules come and go while a platform runs.
 */
@Component(service = HostFacts.class)
public final class ThisHost implements HostFacts {
    /** For the service registry. */
    public ThisHost() {}

    @Override
    public String origin() {
        return "this host";
    }

    @Override
    public Fact<Cpuid> cpuid(int leaf, int subleaf) {
        Optional<String> obstacle = Descriptor.obstacle();
        if (obstacle.isPresent()) {
            return new Fact.Unknown<>(obstacle.get());
        }
        try (CpuidInstruction instruction = CpuidInstruction.ready()) {
            int[] registers = instruction.execute(leaf, subleaf);
            return new Fact.Known<>(new Cpuid(registers[0], registers[1], registers[2], registers[3]));
        } catch (CloisterException e) {
            return new Fact.Unknown<>(e.problem().message() + ": " + e.problem().found());
        }
    }

    @Override
    public Fact<Long> msr(int register) {
        return Files.msr(register);
    }

    @Override
    public Fact<Bytes> file(String path, int limit) {
        return Files.content(path, limit);
    }

    @Override
    public Fact<List<String>> folder(String path) {
        return Files.names(path);
    }

    @Override
    public Fact<Boolean> device(String path, boolean write) {
        return DeviceQueries.answers(path, write);
    }

    @Override
    public Fact<Node> node(String path) {
        return Files.node(path);
    }

    @Override
    public Fact<IoctlAnswer> ioctl(Ioctl request) {
        return DeviceQueries.ask(request);
    }

    @Override
    public Fact<IoctlAnswer> machineIoctl(Ioctl request) {
        return DeviceQueries.askMachine(request);
    }
}
