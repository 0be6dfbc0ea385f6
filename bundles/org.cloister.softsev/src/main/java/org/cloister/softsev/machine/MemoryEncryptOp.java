package org.cloister.softsev.machine;

import org.cloister.amd.channel.AddressSpace;
import org.cloister.amd.channel.SevChannel;
import org.cloister.amd.channel.SevCodec;
import org.cloister.amd.channel.SevCommand;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.channel.SevEnvelope;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;

/**
 * The machine's commands as bytes, as Linux's {@code ioctl(vm, KVM_MEMORY_ENCRYPT_OP, argument)} takes them. The envelope, the
 * command's struct and what it points to lie in the caller's memory; plaintext for {@code SNP_LAUNCH_UPDATE} lies in the machine's.
 * Got by {@code adapt(MemoryEncryptOp.class)}.
 */
public final class MemoryEncryptOp {
    private final SevChannel channel;

    MemoryEncryptOp(SevChannel channel) {
        this.channel = channel;
    }

    /**
     * Carries out one command.
     *
     * @param argument the address of a {@code struct kvm_sev_cmd}; 0 asks only whether SEV is there
     * @param caller where addresses point; the envelope's {@code error} and the command's struct are written back to it, the former
     *     only when the firmware was asked
     * @return 0, or the kernel's error number, positive
     */
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
        Bytes struct = caller.read(envelope.data(), SevCodec.structSize(envelope.id()));
        SevCommand<?> command = SevCodec.decode(envelope.id(), struct, caller);
        try {
            caller.write(envelope.data(), answer(command, struct));
            report(FirmwareStatus.SUCCESS.code(), envelope, argument, caller);
            return 0;
        } catch (SevCommandException e) {
            report(e.firmwareStatus(), envelope, argument, caller);
            return e.errno();
        }
    }

    private <A> Bytes answer(SevCommand<A> command, Bytes struct) {
        return SevCodec.encodeAnswer(command, channel.execute(command), struct);
    }

    private static void report(int status, SevEnvelope envelope, long argument, AddressSpace caller) {
        if (status != FirmwareStatus.NOT_CALLED) {
            SevEnvelope answered = new SevEnvelope(envelope.id(), envelope.data(), status, envelope.sevFd());
            caller.write(argument, answered.encode());
        }
    }
}
