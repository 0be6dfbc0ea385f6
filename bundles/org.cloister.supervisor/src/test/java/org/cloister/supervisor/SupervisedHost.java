// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.cloister.api.Limits;
import org.cloister.api.host.DeviceNode;
import org.cloister.softsev.SoftSev;
import org.cloister.testing.Needs;

/** A supervisor with a platform of its own, and the lines of its trace. */
final class SupervisedHost implements AutoCloseable {
    private final SoftSev platform = new SoftSev();
    private final List<String> trace = new CopyOnWriteArrayList<>();
    private final Supervisor supervisor;

    private SupervisedHost(Map<String, String> settings, List<String> failures) {
        platform.configure(settings, Limits.NONE);
        supervisor = new Supervisor(
                new EmulatedHost(platform),
                SupervisorSettings.QUIET.withTrace(trace::add).withFailures(failures));
    }

    /** Skips the test where programs cannot be supervised. */
    static SupervisedHost of(Map<String, String> settings, String... failures) {
        Path kvm = Path.of(DeviceNode.KVM);
        Needs.that(Files.isReadable(kvm) && Files.isWritable(kvm), () -> "access to " + kvm);
        return new SupervisedHost(settings, List.of(failures));
    }

    static SupervisedHost of() {
        return of(Map.of());
    }

    SoftSev platform() {
        return platform;
    }

    Supervisor supervisor() {
        return supervisor;
    }

    /** The trace so far. */
    List<String> trace() {
        return trace;
    }

    RunningProgram begin(String... words) {
        return supervisor.begin(SupervisedProgram.of(words));
    }

    int run(String... words) throws InterruptedException {
        return begin(words).join();
    }

    @Override
    public void close() {
        supervisor.close();
        platform.close();
    }
}
