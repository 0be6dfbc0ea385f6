// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import org.cloister.amd.channel.LengthQuery;
import org.cloister.amd.channel.PdhCertExport;
import org.cloister.amd.channel.PlatformChannel;
import org.cloister.api.Trust;
import org.cloister.api.launch.Guest;
import org.cloister.api.platform.SecureProcessor;
import org.cloister.cli.session.CommandContext;
import org.cloister.definition.QemuFrame;
import org.cloister.monitor.MonitorAddress;
import org.cloister.monitor.MonitorSocket;

/** The options by which a launched guest is kept alive. */
final class MonitorOptions implements OptionGroup {
    private final OptionRows rows = new OptionRows();
    private final OptionRow<Boolean> paused = rows.flag(
            "--paused",
            "Stop before the launch is finished, so that the owner can verify and hand in a secret.",
            "The guest lives until a signal, or the monitor's quit.");

    private final OptionRow<String> address = rows.text(
            "--qmp",
            "unix:PATH",
            "Serve a monitor on a socket, in QEMU's machine protocol: query-sev-launch-measure (what 'virsh",
            "domlaunchsecinfo' shows), sev-inject-launch-secret ('virsh domsetlaunchsecstate'), cont, quit and so on.",
            "The guest lives until quit, a signal, or its own end.");

    boolean paused() {
        return paused.value();
    }

    /** What of it is said in QEMU's words. */
    QemuFrame in(QemuFrame frame) {
        Optional<String> socket = Optional.ofNullable(address.value())
                .map(MonitorAddress::parse)
                .map(it -> it.path().toString());
        return frame.withMonitor(paused.value(), socket);
    }

    /** Whether the guest outlives its report. */
    boolean keep() {
        return paused.value() || address.value() != null;
    }

    /**
     * Listens, where that was asked for; before the launch, so that a wrong path costs no launch. Keys of an emulated
     * platform are made before: no client waits for them.
     */
    Optional<MonitorSocket> listen(CommandContext session, Trust trust) {
        return Optional.ofNullable(address.value()).map(MonitorAddress::parse).map(it -> {
            if (trust == Trust.EMULATED) {
                session.services().processors().forEach(MonitorOptions::makeKeys);
            }
            Path path = session.folder().resolve(it.path());
            return MonitorSocket.open(path);
        });
    }

    private static void makeKeys(SecureProcessor processor) {
        if (processor.trust() == Trust.EMULATED) {
            processor
                    .adapt(PlatformChannel.class)
                    .ifPresent(channel -> LengthQuery.fetch(channel, PdhCertExport.LENGTH));
        }
    }

    /** The secure processor of a guest's platform, where it can be asked. */
    static Optional<SecureProcessor> processor(CommandContext session, Guest guest) {
        return session.services().processors().stream()
                .filter(processor -> processor.platform().equals(guest.report().vmm()))
                .findFirst();
    }

    @Override
    public OptionRows rows() {
        return rows;
    }
}
