// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.api.Trust;
import org.cloister.api.launch.Guest;
import org.cloister.cli.guard.AskedProcessor;
import org.cloister.cli.guard.VendorQuestion;
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
                makeKeys(session);
            }
            Path path = session.folder().resolve(it.path());
            return MonitorSocket.open(path);
        });
    }

    private static void makeKeys(CommandContext session) {
        Map<AskedProcessor, Trust> trusts = VendorQuestion.answers(
                session.services().processors(), AskedProcessor::askTrust, NoteLine.passedOver(session));
        trusts.values().removeIf(one -> one != Trust.EMULATED);
        VendorQuestion.answers(List.copyOf(trusts.keySet()), AskedProcessor::makeKeys, NoteLine.passedOver(session));
    }

    /** The secure processor of a guest's platform, where it can be asked. */
    static Optional<AskedProcessor> processor(CommandContext session, Guest guest) {
        return VendorQuestion.answers(
                        session.services().processors(), AskedProcessor::askPlatform, NoteLine.passedOver(session))
                .entrySet()
                .stream()
                .filter(answer -> answer.getValue().equals(guest.report().vmm()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    @Override
    public OptionRows rows() {
        return rows;
    }
}
