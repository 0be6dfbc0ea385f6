// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import org.cloister.api.launch.Guest;
import org.cloister.api.platform.SecureProcessor;
import org.cloister.cli.session.CommandContext;
import org.cloister.monitor.MonitorAddress;
import org.cloister.monitor.MonitorSocket;
import picocli.CommandLine.Option;

/** The options by which a launched guest is kept alive. */
final class MonitorOptions {
    @Option(
            names = "--paused",
            description = {
                "Stop before the launch is finished, so that the owner can verify and hand in a secret.",
                "The guest lives until a signal, or the monitor's quit."
            })
    private boolean paused;

    @Option(
            names = "--qmp",
            paramLabel = "unix:PATH",
            description = {
                "Serve a monitor on a socket, in QEMU's machine protocol: query-sev-launch-measure (what 'virsh",
                "domlaunchsecinfo' shows), sev-inject-launch-secret ('virsh domsetlaunchsecstate'), cont, quit and so on.",
                "The guest lives until quit, a signal, or its own end."
            })
    private String address;

    boolean paused() {
        return paused;
    }

    /** Whether the guest outlives its report. */
    boolean keep() {
        return paused || address != null;
    }

    /** Listens, where that was asked for; before the launch, so that a wrong path costs no launch. */
    Optional<MonitorSocket> listen(CommandContext session) {
        return Optional.ofNullable(address).map(MonitorAddress::parse).map(it -> {
            Path path = session.folder().resolve(it.path());
            return MonitorSocket.open(path);
        });
    }

    /** The secure processor of a guest's platform, where it can be asked. */
    static Optional<SecureProcessor> processor(CommandContext session, Guest guest) {
        return session.services().processors().stream()
                .filter(processor -> processor.platform().equals(guest.report().vmm()))
                .findFirst();
    }
}
