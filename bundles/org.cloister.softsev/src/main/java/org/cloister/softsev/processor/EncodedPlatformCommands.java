// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import java.util.Set;
import org.cloister.amd.channel.AddressSpace;
import org.cloister.amd.channel.DeviceAccess;
import org.cloister.amd.channel.GetId2;
import org.cloister.amd.channel.PdhCertExport;
import org.cloister.amd.channel.PekCsr;
import org.cloister.amd.channel.PlatformChannel;
import org.cloister.amd.channel.PlatformCodec;
import org.cloister.amd.channel.PlatformCommand;
import org.cloister.amd.channel.PlatformEnvelope;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.softsev.client.IssueCommand;

/** The platform's commands as bytes. */
public final class EncodedPlatformCommands implements IssueCommand {
    /** SNP_PLATFORM_STATUS, SNP_SET_CONFIG, SNP_VLEK_LOAD. */
    private static final Set<Integer> REQUIRED = Set.of(9, 11, 12);

    private final PlatformChannel channel;
    private final SevPlatform platform;

    /** The commands of a platform. */
    public EncodedPlatformCommands(PlatformChannel channel, SevPlatform platform) {
        this.channel = channel;
        this.platform = platform;
    }

    @Override
    public int call(long argument, boolean writable, AddressSpace caller) {
        try {
            PlatformEnvelope envelope = PlatformEnvelope.decode(caller.read(argument, PlatformEnvelope.SIZE));
            requireStruct(envelope);
            int size = PlatformCodec.structSize(envelope.cmd());
            Bytes struct = size == 0 ? Bytes.EMPTY : caller.read(envelope.data(), size);
            PlatformCommand<?> command = PlatformCodec.decode(envelope.cmd(), struct, caller);
            requireAccess(command, writable);
            return call(command, struct, envelope, argument, caller);
        } catch (SevCommandException e) {
            return e.errno();
        }
    }

    private int call(
            PlatformCommand<?> command, Bytes struct, PlatformEnvelope envelope, long argument, AddressSpace caller) {
        try {
            answer(command, struct, envelope, caller);
            FirmwareStatus status = command.asksLength() ? FirmwareStatus.INVALID_LEN : FirmwareStatus.SUCCESS;
            report(status.code(), envelope, argument, caller);
            return command.asksLength() ? Errno.EIO : 0;
        } catch (SevCommandException e) {
            if (e.firmwareStatus() == FirmwareStatus.INVALID_LEN.code()) {
                answerLength(command, struct, envelope, caller);
            }
            report(e.firmwareStatus(), envelope, argument, caller);
            return e.errno();
        }
    }

    // Linux, sev_ioctl_do_snp_platform_status, _set_config, _vlek_load: the only ones that look at the address itself.
    private static void requireStruct(PlatformEnvelope envelope) {
        if (envelope.data() == 0 && REQUIRED.contains(envelope.cmd())) {
            throw new SevCommandException(
                    "command " + envelope.cmd(), Errno.EINVAL, FirmwareStatus.NOT_CALLED, "data 0");
        }
    }

    private void requireAccess(PlatformCommand<?> command, boolean writable) {
        boolean needed = command.access() == DeviceAccess.WRITE
                || command.access() == DeviceAccess.WRITE_TO_INITIALISE && !platform.initialised();
        if (needed && !writable) {
            throw new SevCommandException(command.name(), Errno.EPERM, FirmwareStatus.NOT_CALLED);
        }
    }

    private <A> void answer(PlatformCommand<A> command, Bytes struct, PlatformEnvelope envelope, AddressSpace caller) {
        Bytes answered = PlatformCodec.encodeAnswer(command, channel.execute(command), struct, caller);
        if (answered.length() != 0) {
            caller.write(envelope.data(), answered);
        }
    }

    // The firmware writes the length beside its refusal; asking for it changes nothing.
    private void answerLength(
            PlatformCommand<?> refused, Bytes struct, PlatformEnvelope envelope, AddressSpace caller) {
        if (refused instanceof PekCsr) {
            answer(PekCsr.LENGTH, struct, envelope, caller);
        } else if (refused instanceof PdhCertExport) {
            answer(PdhCertExport.LENGTH, struct, envelope, caller);
        } else if (refused instanceof GetId2) {
            answer(GetId2.LENGTH, struct, envelope, caller);
        }
    }

    private static void report(int status, PlatformEnvelope envelope, long argument, AddressSpace caller) {
        if (status != FirmwareStatus.NOT_CALLED) {
            PlatformEnvelope answered = new PlatformEnvelope(envelope.cmd(), envelope.data(), status);
            caller.write(argument, answered.encode());
        }
    }
}
