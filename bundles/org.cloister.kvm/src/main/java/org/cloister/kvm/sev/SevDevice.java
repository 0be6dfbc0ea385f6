// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.sev;

import java.util.function.LongFunction;
import org.cloister.amd.channel.DeviceAccess;
import org.cloister.amd.channel.PlatformChannel;
import org.cloister.amd.channel.PlatformCodec;
import org.cloister.amd.channel.PlatformCommand;
import org.cloister.amd.channel.PlatformEnvelope;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.kvm.libc.Descriptor;
import org.cloister.kvm.libc.Descriptor.Opened;
import org.cloister.kvm.libc.Result;

/**
 * {@code /dev/sev}: commands to the secure processor as {@code ioctl(sev, SEV_ISSUE_CMD, sev_issue_cmd)}. It is open
 * for one command at a time.
 */
public final class SevDevice implements PlatformChannel {
    private final String path;

    /** The device at a path. */
    public SevDevice(String path) {
        this.path = path;
    }

    /**
     * Opens it for the commands of a launch.
     *
     * @throws SevCommandException {@code ENOENT} and so on
     */
    public Descriptor open() {
        return opened("open " + path, true);
    }

    @Override
    public synchronized <A> A execute(PlatformCommand<A> command) {
        try (Descriptor device = opened(command.name(), command.access() != DeviceAccess.READ)) {
            return execute(command, envelope -> device.ioctl(PlatformEnvelope.IOCTL, envelope));
        }
    }

    /**
     * Carries out a command by an open device.
     *
     * @param issue makes the ioctl with the address of a {@code struct sev_issue_cmd}
     */
    static <A> A execute(PlatformCommand<A> command, LongFunction<Result> issue) {
        Exchange exchange = new Exchange();
        exchange.struct(PlatformCodec.encode(command, exchange.space()));
        PlatformEnvelope envelope =
                new PlatformEnvelope(command.id(), exchange.structAddress(), FirmwareStatus.NOT_CALLED);
        Result result = exchange.call(envelope.encode(), issue);
        int status = PlatformEnvelope.decode(exchange.answeredEnvelope(PlatformEnvelope.SIZE))
                .error();
        if (!PlatformCodec.answers(command, result.errno(), status)) {
            throw new SevCommandException(command.name(), result.errno(), status);
        }
        return PlatformCodec.decodeAnswer(command, exchange.answeredStruct(), exchange.space());
    }

    private Descriptor opened(String what, boolean write) {
        Opened opened = Descriptor.open(path, write);
        return opened.descriptor()
                .orElseThrow(() -> new SevCommandException(
                        what,
                        opened.result().errno(),
                        FirmwareStatus.NOT_CALLED,
                        path + ": " + Errno.name(opened.result().errno())));
    }
}
