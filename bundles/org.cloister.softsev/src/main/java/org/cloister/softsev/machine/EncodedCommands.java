// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.Arrays;
import org.cloister.amd.channel.AddressSpace;
import org.cloister.amd.channel.Blob;
import org.cloister.amd.channel.GetAttestationReport;
import org.cloister.amd.channel.LaunchMeasure;
import org.cloister.amd.channel.SendStart;
import org.cloister.amd.channel.SevCodec;
import org.cloister.amd.channel.SevCommand;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.channel.SevEnvelope;
import org.cloister.amd.session.SessionBlob;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.api.memory.GuestMemory;
import org.cloister.softsev.client.MemoryEncryptOp;

/** A machine's commands as bytes, behind the gate that refuses some by their number before their struct is read. */
final class EncodedCommands implements MemoryEncryptOp {
    /** Where {@code uaddr} lies in {@code struct kvm_sev_attestation_report}. */
    private static final int REPORT_ADDRESS = 16;

    private static final int SNP_LAUNCH_FINISH = 102;

    /** Where {@code id_block_en} lies in {@code struct kvm_sev_snp_launch_finish}. */
    private static final int ID_BLOCK_EN = 16;

    private static final int SEND_UPDATE_DATA = 9;
    private static final int RECEIVE_UPDATE_DATA = 13;
    /** The lengths and places in the structs of both. */
    private static final int HEADER_LENGTH = 8;

    private static final int GUEST_ADDRESS = 16;
    private static final int GUEST_LENGTH = 24;
    private static final int PAYLOAD_LENGTH = 40;

    private final GuestChannel channel;

    EncodedCommands(GuestChannel channel) {
        this.channel = channel;
    }

    @Override
    public int call(long argument, AddressSpace caller) {
        if (argument == 0) {
            return 0;
        }
        try {
            SevEnvelope envelope = SevEnvelope.decode(caller.read(argument, SevEnvelope.SIZE));
            return call(envelope, argument, caller);
        } catch (SevCommandException e) {
            return e.errno();
        }
    }

    private int call(SevEnvelope envelope, long argument, AddressSpace caller) {
        channel.admit(envelope.id());
        Bytes struct = struct(envelope, caller);
        if (envelope.id() == SEND_UPDATE_DATA || envelope.id() == RECEIVE_UPDATE_DATA) {
            requireOnePage(struct);
        }
        SevCommand<?> command = decode(envelope, struct, argument, caller);
        try {
            requireBuffer(command, struct);
            answer(command, struct, envelope, caller);
            return succeed(command, envelope, argument, caller);
        } catch (SevCommandException e) {
            int errno = command instanceof SendStart && refusedByFirmware(e)
                    ? answerRefusedSend(e, struct, envelope, caller)
                    : e.errno();
            report(e.firmwareStatus(), envelope, argument, caller);
            return errno;
        }
    }

    // Linux looks at the guest's range before it copies a packet in or makes room for one. Who asks for lengths has
    // none.
    private static void requireOnePage(Bytes struct) {
        boolean lengths =
                struct.buffer().getInt(HEADER_LENGTH) == 0 || struct.buffer().getInt(PAYLOAD_LENGTH) == 0;
        long within = struct.buffer().getLong(GUEST_ADDRESS) & GuestMemory.PAGE - 1;
        long length = Integer.toUnsignedLong(struct.buffer().getInt(GUEST_LENGTH));
        if (!lengths && within + length > GuestMemory.PAGE) {
            throw new SevCommandException(
                    "packet", Errno.EINVAL, FirmwareStatus.NOT_CALLED, "guest_uaddr, guest_len: more than one page");
        }
    }

    private SevCommand<?> decode(SevEnvelope envelope, Bytes struct, long argument, AddressSpace caller) {
        try {
            return SevCodec.decode(envelope.id(), struct, caller);
        } catch (SevCommandException unreadable) {
            if (envelope.id() == SNP_LAUNCH_FINISH) {
                begin(envelope, struct, argument, caller);
            }
            throw unreadable;
        }
    }

    // Linux measures the processors before it reads the ID block (snp_launch_finish): what it refuses till then comes
    // first, and who has a block that cannot be read has measured them.
    private void begin(SevEnvelope envelope, Bytes struct, long argument, AddressSpace caller) {
        byte[] withoutBlock = struct.toArray();
        withoutBlock[ID_BLOCK_EN] = 0;
        try {
            channel.begin(SevCodec.decode(envelope.id(), Bytes.wrap(withoutBlock), caller));
        } catch (SevCommandException e) {
            report(e.firmwareStatus(), envelope, argument, caller);
            throw e;
        }
    }

    // Linux leaves a buffer at address 0 out (sev_launch_measure, sev_get_attestation_report): the firmware sees length
    // 0 and refuses, and only who asked with length 0 gets the length.
    private void requireBuffer(SevCommand<?> command, Bytes struct) {
        if (command instanceof LaunchMeasure measure
                && !measure.asksLength()
                && struct.buffer().getLong(0) == 0) {
            refuseLength(LaunchMeasure.LENGTH);
        } else if (command instanceof GetAttestationReport report
                && !report.asksLength()
                && struct.buffer().getLong(REPORT_ADDRESS) == 0) {
            refuseLength(GetAttestationReport.length(report.nonce()));
        }
    }

    private void refuseLength(SevCommand<?> query) {
        channel.execute(query);
        throw new SevCommandException(
                query.name(), Errno.EIO, FirmwareStatus.INVALID_LEN.code(), "uaddr 0: there is no buffer");
    }

    // Linux copies this struct out whatever the firmware said: no policy, and the length that the firmware left there.
    private static int answerRefusedSend(
            SevCommandException refusal, Bytes struct, SevEnvelope envelope, AddressSpace caller) {
        byte[] image = struct.toArray();
        Arrays.fill(image, 0, Integer.BYTES, (byte) 0);
        Bytes answered = Bytes.wrap(image);
        if (refusal.firmwareStatus() == FirmwareStatus.INVALID_LEN.code()) {
            SendStart.Session length = new SendStart.Session(0, Blob.ofLength(SessionBlob.SIZE));
            answered = SevCodec.encodeAnswer(SendStart.LENGTH, length, answered, caller);
        }
        try {
            caller.write(envelope.data(), answered);
            return refusal.errno();
        } catch (SevCommandException e) {
            return e.errno();
        }
    }

    private static boolean refusedByFirmware(SevCommandException e) {
        return e.firmwareStatus() != FirmwareStatus.NOT_CALLED && e.firmwareStatus() != FirmwareStatus.SUCCESS.code();
    }

    private static Bytes struct(SevEnvelope envelope, AddressSpace caller) {
        int size = SevCodec.structSize(envelope.id());
        return size == 0 ? Bytes.EMPTY : caller.read(envelope.data(), size);
    }

    // What cannot be copied out was done all the same: the kernel's EFAULT stands beside the firmware's status.
    private <A> void answer(SevCommand<A> command, Bytes struct, SevEnvelope envelope, AddressSpace caller) {
        A answer = channel.execute(command, new CallerSources(caller));
        try {
            Bytes answered = SevCodec.encodeAnswer(command, answer, struct, caller);
            if (answered.length() != 0) {
                caller.write(envelope.data(), answered);
            }
        } catch (SevCommandException e) {
            throw new SevCommandException(
                    command.name(), e.errno(), status(command).code(), "the answer's buffer");
        }
    }

    private static FirmwareStatus status(SevCommand<?> command) {
        return command.asksLength() ? FirmwareStatus.INVALID_LEN : FirmwareStatus.SUCCESS;
    }

    // The firmware answers a length by refusing a command that has no room.
    private static int succeed(SevCommand<?> command, SevEnvelope envelope, long argument, AddressSpace caller) {
        report(status(command).code(), envelope, argument, caller);
        return command.asksLength() ? Errno.EIO : 0;
    }

    private static void report(int status, SevEnvelope envelope, long argument, AddressSpace caller) {
        if (status != FirmwareStatus.NOT_CALLED) {
            SevEnvelope answered = new SevEnvelope(envelope.id(), envelope.data(), status, envelope.sevFd());
            caller.write(argument, answered.encode());
        }
    }
}
