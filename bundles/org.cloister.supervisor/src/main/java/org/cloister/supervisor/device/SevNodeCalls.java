// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.device;

import java.util.Optional;
import org.cloister.amd.channel.PlatformEnvelope;
import org.cloister.softsev.client.IssueCommand;
import org.cloister.supervisor.linux.OpenFile;
import org.cloister.supervisor.linux.SystemCall;
import org.cloister.supervisor.linux.TrappedCall;
import org.cloister.supervisor.trap.CallHandler;
import org.cloister.supervisor.trap.CallOutcome;
import org.cloister.supervisor.trap.CommandTap;

/** Commands of {@code /dev/sev}. */
public final class SevNodeCalls implements CallHandler {
    private final SevNode node;
    private final IssueCommand commands;
    private final CommandTap tap;

    /** Commands of a device to a processor. */
    public SevNodeCalls(SevNode node, IssueCommand commands, CommandTap tap) {
        this.node = node;
        this.commands = commands;
        this.tap = tap;
    }

    @Override
    public Optional<CallAnswer> take(TrappedCall call) {
        boolean command =
                call.number() == SystemCall.IOCTL.number() && (call.second() & 0xffffffffL) == PlatformEnvelope.IOCTL;
        return command
                ? node.writable(new OpenFile(call.thread(), (int) call.first()))
                        .map(writable -> () -> issue(call, writable))
                : Optional.empty();
    }

    private CallOutcome issue(TrappedCall call, boolean writable) {
        return CallOutcome.of(
                tap.platform(call, () -> commands.call(call.third(), writable, new CallerSpace(call.memory()))));
    }
}
